package io.ehloscope.resolve;

import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.text.Durations;
import io.ehloscope.text.Printable;
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

/** Converts exceptions of the DNS resolver to failures. */
final class DnsFailures {

    private static final int MAX_CAUSES = 16;
    private static final int MAX_QUOTED = 3;
    private static final int QUOTED_CHARS = 200;

    private DnsFailures() {}

    /** Whether a query or its answer was lost, so that a retry may help. */
    static boolean isAnswerLost(Throwable thrown) {
        return cause(thrown, DnsNameResolverTimeoutException.class) != null;
    }

    /**
     * The failure of a lookup, with advice.
     *
     * @param name the name that was looked up
     * @param thrown the exception that ended the lookup
     * @param refused the error code that a name server returned; null if none did
     * @param bound how long the resolver waited
     */
    static Failure of(String name, Throwable thrown, @Nullable DnsResponseCode refused, Duration bound) {
        if (isLocalShortage(thrown)) {
            return failure(Reason.OVERLOADED, "a shortage on the scanner's own machine during the lookup of " + name);
        }
        if (isAnswerLost(thrown) || thrown instanceof TimeoutException) {
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

    /** None of the addresses of the name can belong to a server. */
    static Failure noUsableAddress(String name, List<InetAddress> addresses) {
        String shown = addresses.stream().map(InetAddress::getHostAddress).collect(Collectors.joining(", "));
        return failure(Reason.NOT_FOUND, name + " points to " + shown + ", which is not the address of a server");
    }

    /**
     * The exchanges of MX records are not host names.
     *
     * @param exchanges the exchanges in the form of master files, escaped; the first three are quoted
     */
    static Failure noHostNames(String domain, List<String> exchanges) {
        return failure(
                Reason.NOT_FOUND, "an MX record of " + domain + " names no host (RFC 1123): " + quoted(exchanges));
    }

    /** The target of a CNAME record is not a host name. */
    static Failure invalidAlias(String name, List<String> targets) {
        return failure(
                Reason.NOT_FOUND,
                name + " is an alias (CNAME) of a name that is not a host name (RFC 1123): " + quoted(targets));
    }

    /** An answer is not a valid DNS message. */
    static Failure unreadable(String name) {
        return failure(
                Reason.UNREACHABLE,
                "the name server's answer about " + name + " cannot be read: it does not follow RFC 1035");
    }

    private static String quoted(List<String> names) {
        String quoted = names.stream()
                .limit(MAX_QUOTED)
                .map(each -> "\"" + Printable.cut(each, QUOTED_CHARS) + "\"")
                .collect(Collectors.joining(", "));
        return quoted + (names.size() > MAX_QUOTED ? " and " + (names.size() - MAX_QUOTED) + " more" : "");
    }

    private static Failure answered(String name, DnsResponseCode code) {
        if (DnsResponseCode.NXDOMAIN.equals(code)) {
            return failure(
                    Reason.NOT_FOUND,
                    "no such name in DNS: " + name + " (NXDOMAIN); is it misspelled, or does it no longer exist?");
        }
        String shown = "(" + code.toString().replaceAll("\\(.*", "").toUpperCase(Locale.ROOT) + ")";
        return DnsResponseCode.REFUSED.equals(code)
                ? failure(
                        Reason.UNREACHABLE,
                        "the name server refuses to answer about " + name + " " + shown
                                + ": is this machine allowed to query it (dns: servers)?")
                : failure(
                        Reason.UNREACHABLE,
                        "the name server failed on " + name + " " + shown
                                + ": this concerns the domain's own name servers, or DNSSEC");
    }

    private static Failure failure(Reason reason, String sentence) {
        return Failure.of(Stage.DNS, reason, sentence);
    }

    /** Whether this machine has no file descriptor or no local port for a query by TCP. */
    private static boolean isLocalShortage(Throwable thrown) {
        Throwable each = thrown;
        for (int depth = 0; each != null && depth < MAX_CAUSES; depth++) {
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
        for (int depth = 0; each != null && depth < MAX_CAUSES; depth++) {
            if (type.isInstance(each)) {
                return type.cast(each);
            }
            each = each.getCause();
        }
        return null;
    }
}
