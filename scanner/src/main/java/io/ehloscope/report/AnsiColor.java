package io.ehloscope.report;

import io.ehloscope.classify.Verdict;
import io.ehloscope.report.Style.Colour;

/** ANSI colours, where they are wanted. What is coloured always says the same in words. */
enum AnsiColor {
    /** All is well. */
    GREEN("32"),
    /** Something is not as it should be, and mail may still flow. */
    YELLOW("33"),
    /** Something is broken. */
    RED("31"),
    /** Headings. */
    BOLD("1"),
    /** Not known, not looked at, beside the point. */
    FAINT("2");

    private final String code;

    AnsiColor(String code) {
        this.code = code;
    }

    /** The text in this ink, or as it is. */
    String on(String text, Style style) {
        return style.colour() == Colour.OFF || text.isBlank() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
    }

    /** The ink for a verdict. */
    static AnsiColor of(Verdict verdict) {
        return switch (verdict) {
            case HEALTHY -> GREEN;
            case PARTIAL, MASKED, HELO_ONLY, DEFERRED, INCONSISTENT -> YELLOW;
            case NOT_LOADED, FOREIGN, REFUSED, UNREACHABLE -> RED;
            case SKIPPED -> FAINT;
        };
    }
}
