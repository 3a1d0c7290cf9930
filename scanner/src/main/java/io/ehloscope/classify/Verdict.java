package io.ehloscope.classify;

import java.util.Locale;

/** The verdict on a target. Every target has exactly one. */
public enum Verdict {
    /** Every verb that the profile requires is offered. */
    HEALTHY("every verb that its profile requires is there"),
    /** Some required verbs are missing. */
    PARTIAL("some required verbs are missing"),
    /** SMTP runs, but Exchange is not loaded in it. */
    NOT_LOADED("Microsoft SMTP answers, but Exchange is not loaded in it"),
    /** A middlebox rewrote the reply. */
    MASKED("a middlebox rewrote the reply; what the server offers cannot be known"),
    /** A product other than the profile's answers. */
    FOREIGN("a product other than the profile's answers"),
    /** EHLO is refused, HELO works. */
    HELO_ONLY("EHLO is refused, HELO works"),
    /** Rejected permanently. */
    REFUSED("an SMTP server rejects the scanner permanently"),
    /** Rejected temporarily. */
    DEFERRED("an SMTP server rejects the scanner temporarily"),
    /** No SMTP dialogue was possible. */
    UNREACHABLE("no SMTP dialogue was possible"),
    /** Addresses or samples of one target disagree. */
    INCONSISTENT("the addresses of one target disagree"),
    /** Not probed in this scan. */
    SKIPPED("not checked in this scan");

    private final String label = name().toLowerCase(Locale.ROOT);
    private final String meaning;

    Verdict(String meaning) {
        this.meaning = meaning;
    }

    /** The name in results and labels. */
    public String label() {
        return label;
    }

    /** The meaning, as half a sentence for people. */
    public String meaning() {
        return meaning;
    }
}
