package io.ehloscope.report;

import io.ehloscope.classify.Severity;
import io.ehloscope.classify.Verdict;
import io.ehloscope.report.Style.Colour;

/** ANSI colours. Colour is never the only carrier of information. */
enum AnsiColor {
    /** Healthy. */
    GREEN("32"),
    /** A finding with which mail may still flow. */
    YELLOW("33"),
    /** A finding with which the server does not work as intended. */
    RED("31"),
    /** Information. */
    CYAN("36"),
    /** Headings. */
    BOLD("1"),
    /** Unknown, skipped or secondary. */
    FAINT("2");

    private final String code;

    AnsiColor(String code) {
        this.code = code;
    }

    /** Returns the text in this colour, or unchanged if the style has no colour. */
    String on(String text, Style style) {
        return style.colour() == Colour.OFF || text.isBlank() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
    }

    /** Returns the colour of a verdict. */
    static AnsiColor of(Verdict verdict) {
        return switch (verdict) {
            case HEALTHY -> GREEN;
            case PARTIAL, MASKED, HELO_ONLY, DEFERRED, INCONSISTENT -> YELLOW;
            case NOT_LOADED, FOREIGN, REFUSED, UNREACHABLE -> RED;
            case SKIPPED -> FAINT;
        };
    }

    /** Returns the colour of a severity. */
    static AnsiColor of(Severity severity) {
        return switch (severity) {
            case CRITICAL -> RED;
            case WARNING -> YELLOW;
            case INFO -> CYAN;
        };
    }
}
