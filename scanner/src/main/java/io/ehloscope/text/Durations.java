package io.ehloscope.text;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Durations in Prometheus notation: {@code 500ms}, {@code 5s}, {@code 1m30s}, {@code 2h}, {@code 1d}, {@code 0}. */
public final class Durations {

    /** The hint on notation for error messages. */
    public static final String EXAMPLES = "write it like 500ms, 5s, 1m30s, 2h or 1d";

    private static final Pattern PARTS = Pattern.compile(
            "(?:([0-9]{1,9})d)?(?:([0-9]{1,9})h)?(?:([0-9]{1,9})m(?!s))?" + "(?:([0-9]{1,9})s)?(?:([0-9]{1,9})ms)?");
    private static final Pattern BARE = Pattern.compile("[0-9]{1,9}");

    private Durations() {}

    /**
     * Parses a duration; returns null if the text is not one. Units go from large to small, each at most once, with at
     * most nine digits each.
     */
    public static @Nullable Duration parse(String text) {
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        Matcher parts = PARTS.matcher(text);
        if (text.isEmpty() || !parts.matches()) {
            return null;
        }
        return Duration.ofDays(part(parts, 1))
                .plusHours(part(parts, 2))
                .plusMinutes(part(parts, 3))
                .plusSeconds(part(parts, 4))
                .plusMillis(part(parts, 5));
    }

    /** The duration in its shortest notation, truncated to the millisecond; {@code 0s} for zero. */
    public static String text(Duration length) {
        if (length.toMillis() == 0) {
            return "0s";
        }
        StringBuilder text = new StringBuilder();
        append(text, length.toDays(), "d");
        append(text, length.toHoursPart(), "h");
        append(text, length.toMinutesPart(), "m");
        append(text, length.toSecondsPart(), "s");
        append(text, length.toMillisPart(), "ms");
        return text.toString();
    }

    /** The duration that a number without a unit probably stands for, in seconds; null for any other text. */
    public static @Nullable String meant(String text) {
        return BARE.matcher(text).matches() ? text + "s" : null;
    }

    private static long part(Matcher parts, int group) {
        String digits = parts.group(group);
        return digits == null ? 0 : Long.parseLong(digits);
    }

    private static void append(StringBuilder text, long count, String unit) {
        if (count > 0) {
            text.append(count).append(unit);
        }
    }
}
