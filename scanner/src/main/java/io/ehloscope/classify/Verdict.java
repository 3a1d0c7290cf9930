package io.ehloscope.classify;

import java.util.Locale;

/** What a target's answer means. A closed set; every target has exactly one. */
public enum Verdict {
    /** Every verb that the profile requires is there. */
    HEALTHY("every verb that its profile requires is there"),
    /** Some required verbs are missing. */
    PARTIAL("some required verbs are missing"),
    /** SMTP runs, Exchange in it does not. */
    NOT_LOADED("Microsoft SMTP answers, but Exchange is not loaded in it"),
    /** A middlebox rewrote the reply. */
    MASKED("a middlebox rewrote the reply; what the server offers cannot be known"),
    /** A product other than the profile's answers. */
    FOREIGN("a product other than the profile's answers"),
    /** EHLO is refused, HELO works. */
    HELO_ONLY("EHLO is refused, HELO works"),
    /** Turned away for good. */
    REFUSED("an SMTP server rejects the scanner permanently"),
    /** Turned away for now. */
    DEFERRED("an SMTP server rejects the scanner temporarily"),
    /** No SMTP dialogue could be had. */
    UNREACHABLE("no SMTP dialogue was possible"),
    /** Addresses or samples of one target disagree. */
    INCONSISTENT("the addresses of one target disagree"),
    /** Not looked at in this scan. */
    SKIPPED("not checked in this scan");

    private final String label = name().toLowerCase(Locale.ROOT);
    private final String meaning;

    Verdict(String meaning) {
        this.meaning = meaning;
    }

    /** As it is written in results and labels. */
    public String label() {
        return label;
    }

    /** Half a sentence for a person. */
    public String meaning() {
        return meaning;
    }

    /** Whether somebody should look at it: everything but healthy and skipped. */
    public boolean isFinding() {
        return this != HEALTHY && this != SKIPPED;
    }
}
