package io.ehloscope.text;

import inet.ipaddr.ipv6.IPv6Address;
import java.math.BigDecimal;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;

/** Formats numbers, times, and addresses in the same way for every output. */
public final class Wording {

    private static final DateTimeFormatter MILLISECONDS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Wording() {}

    /** ISO 8601 in UTC, to the millisecond. */
    public static String timestamp(Instant instant) {
        return MILLISECONDS.format(instant);
    }

    /** The day in UTC, ISO 8601. */
    public static String day(Instant instant) {
        return DAY.format(instant);
    }

    /** Milliseconds with at most three decimal places, without trailing zeros. */
    public static BigDecimal millis(Duration duration) {
        long micros = duration.toSeconds() * 1_000_000 + (duration.toNanosPart() + 500) / 1_000;
        BigDecimal rounded = BigDecimal.valueOf(micros, 3).stripTrailingZeros();
        return rounded.scale() < 0 ? rounded.setScale(0) : rounded;
    }

    /**
     * A duration for people: {@code 350 ms}, {@code 5.4 s}, {@code 2 min 5 s}, {@code 3 h 20 min}. A negative duration
     * counts as 0.
     */
    public static String duration(Duration duration) {
        long millis = Math.max(0, duration.toMillis());
        if (millis < 1_000) {
            return millis + " ms";
        }
        if (millis < 59_950) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1_000.0);
        }
        long seconds = (millis + 500) / 1_000;
        if (seconds < 3_600) {
            return seconds / 60 + " min " + seconds % 60 + " s";
        }
        return seconds / 3_600 + " h " + seconds % 3_600 / 60 + " min";
    }

    /** A number with its noun: {@code 1 target}, {@code 12,500 targets}. */
    public static String count(long number, String noun) {
        return number(number) + " " + noun + (number == 1 ? "" : "s");
    }

    /** A number with thousands separators: {@code 12,500}. */
    public static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /**
     * The IP address in the form that the metrics use, without the port; IPv6 in canonical form (RFC 5952). The host
     * name if the address is unresolved.
     */
    public static String address(InetSocketAddress peer) {
        InetAddress address = peer.getAddress();
        if (address == null) {
            return peer.getHostString();
        }
        return address instanceof Inet6Address six
                ? new IPv6Address(six).toCanonicalString()
                : address.getHostAddress();
    }
}
