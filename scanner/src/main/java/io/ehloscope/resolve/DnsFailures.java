package io.ehloscope.resolve;

import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.text.Durations;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.resolver.dns.DnsErrorCauseException;
import io.netty.resolver.dns.DnsNameResolverException;
import io.netty.resolver.dns.DnsNameResolverTimeoutException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What an exception of the DNS resolver means. */
final class DnsFailures {

    private static final int MOST_CAUSES = 16;
    private static final int MOST_QUOTED = 3;
    private static final int QUOTED_CHARS = 200;

    private DnsFailures() {}

    /** Whether a query or its answer was lost, so that asking again may help. */
    static boolean isLostAnswer(Throwable thrown) {
        return cause(thrown, DnsNameResolverTimeoutException.class) != null;
    }

    /**
     * The failure in the terms of the result, with what to do about it.
     *
     * @param name what was looked up
     * @param thrown how the lookup ended
     * @param refused what a name server answered instead of an answer; null where none did
     * @param bound how long was waited
     */
    static Failure read(String name, Throwable thrown, @Nullable DnsResponseCode refused, Duration bound) {
        if (isOurShortage(thrown)) {
            return failure(Reason.OVERLOADED, "a shortage on the scanner's own machine during the lookup of " + name);
        }
        if (isLostAnswer(thrown) || thrown instanceof TimeoutException) {
            return failure(
                    Reason.TIMEOUT,
                    "no name server answered about " + name + " within " + Durations.text(bound)
                            + ": can this machine reach its name servers (dns: servers)?");
        }
        DnsErrorCauseException answered = cause(thrown, DnsErrorCauseException.class);
        if (answered != null) {
            return answered(name, answered.getCode());
        }
        if (refused != null) {
            return answered(name, refused);
        }
        if (cause(thrown, DnsNameResolverException.class) != null) {
            return failure(
                    Reason.UNREACHABLE,
                    "the name server cannot be queried about " + name + ": is it up, and is it the right one (dns:"
                            + " servers)?");
        }
        if (cause(thrown, UnknownHostException.class) != null) {
            return failure(
                    Reason.NOT_FOUND,
                    name + " exists in DNS, but has no address: it has neither A nor AAAA, or its alias (CNAME)"
                            + " points nowhere or back to itself");
        }
        return failure(Reason.UNREACHABLE, "the lookup of " + name + " failed: " + thrown.getMessage());
    }

    /** All its addresses are such as no server has. */
    static Failure noServer(String name, List<InetAddress> addresses) {
        String shown = addresses.stream().map(InetAddress::getHostAddress).collect(Collectors.joining(", "));
        return failure(Reason.NOT_FOUND, name + " points to " + shown + ", which is not the address of a server");
    }

    /**
     * MX records whose exchange is no host name.
     *
     * @param exchanges as they are written in DNS, escaped; the first ones are quoted
     */
    static Failure noHostNames(String domain, List<String> exchanges) {
        return failure(
                Reason.NOT_FOUND, "an MX record of " + domain + " names no host (RFC 1123): " + quoted(exchanges));
    }

    /** A CNAME record whose target is no host name. */
    static Failure oddAlias(String name, List<String> targets) {
        return failure(
                Reason.NOT_FOUND,
                name + " is an alias (CNAME) of a name that is not a host name (RFC 1123): " + quoted(targets));
    }

    /** An answer that is no DNS message. */
    static Failure unreadable(String name) {
        return failure(
                Reason.UNREACHABLE,
                "the name server's answer about " + name + " cannot be read: it does not follow RFC 1035");
    }

    private static String quoted(List<String> names) {
        String quoted = names.stream()
                .limit(MOST_QUOTED)
                .map(each ->
                        "\"" + (each.length() <= QUOTED_CHARS ? each : each.substring(0, QUOTED_CHARS) + "…") + "\"")
                .collect(Collectors.joining(", "));
        return quoted + (names.size() > MOST_QUOTED ? " and " + (names.size() - MOST_QUOTED) + " more" : "");
    }

    private static Failure answered(String name, DnsResponseCode code) {
        if (DnsResponseCode.NXDOMAIN.equals(code)) {
            return failure(
                    Reason.NOT_FOUND,
                    "no such name in DNS: " + name + " (NXDOMAIN); is it misspelled, or does it no longer exist?");
        }
        String said = "(" + code.toString().replaceAll("\\(.*", "").toUpperCase(Locale.ROOT) + ")";
        return DnsResponseCode.REFUSED.equals(code)
                ? failure(
                        Reason.UNREACHABLE,
                        "the name server refuses to answer about " + name + " " + said
                                + ": is this machine allowed to query it (dns: servers)?")
                : failure(
                        Reason.UNREACHABLE,
                        "the name server failed on " + name + " " + said
                                + ": this concerns the domain's own name servers, or DNSSEC");
    }

    private static Failure failure(Reason reason, String sentence) {
        return Failure.of(Stage.DNS, reason, sentence);
    }

    /** No descriptor or port for a query by TCP. */
    private static boolean isOurShortage(Throwable thrown) {
        Throwable each = thrown;
        for (int depth = 0; each != null && depth < MOST_CAUSES; depth++) {
            String words = String.valueOf(each.getMessage()).toLowerCase(Locale.ROOT);
            if (words.contains("too many open files") || words.contains("cannot assign requested address")) {
                return true;
            }
            each = each.getCause();
        }
        return false;
    }

    private static <T extends Throwable> @Nullable T cause(Throwable thrown, Class<T> type) {
        Throwable each = thrown;
        for (int depth = 0; each != null && depth < MOST_CAUSES; depth++) {
            if (type.isInstance(each)) {
                return type.cast(each);
            }
            each = each.getCause();
        }
        return null;
    }
}
