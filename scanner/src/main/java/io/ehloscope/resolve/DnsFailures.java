package io.ehloscope.resolve;

import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.resolver.dns.DnsErrorCauseException;
import io.netty.resolver.dns.DnsNameResolverException;
import io.netty.resolver.dns.DnsNameResolverTimeoutException;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** What an exception of the DNS resolver means. */
final class DnsFailures {

    private DnsFailures() {}

    /** Whether a query or its answer was lost, so that asking again may help. */
    static boolean isLostAnswer(Throwable thrown) {
        return cause(thrown, DnsNameResolverTimeoutException.class) != null;
    }

    /** The failure in the terms of the result. */
    static Failure read(String name, Throwable thrown) {
        if (isLostAnswer(thrown)) {
            return Failure.of(Stage.DNS, Reason.TIMEOUT, "no name server answered about " + name);
        }
        DnsErrorCauseException answered = cause(thrown, DnsErrorCauseException.class);
        if (answered != null && !DnsResponseCode.NXDOMAIN.equals(answered.getCode())) {
            return Failure.of(
                    Stage.DNS, Reason.UNREACHABLE, "the name server answered " + answered.getCode() + " about " + name);
        }
        if (answered == null && cause(thrown, DnsNameResolverException.class) != null) {
            return Failure.of(Stage.DNS, Reason.UNREACHABLE, "the name server cannot be asked about " + name);
        }
        if (answered != null || cause(thrown, UnknownHostException.class) != null) {
            return Failure.of(Stage.DNS, Reason.NOT_FOUND, "no address is known for " + name);
        }
        return Failure.of(Stage.DNS, Reason.UNREACHABLE, "the lookup of " + name + " failed: " + thrown.getMessage());
    }

    private static <T extends Throwable> @Nullable T cause(Throwable thrown, Class<T> type) {
        Throwable each = thrown;
        for (int depth = 0; each != null && depth < 16; depth++) {
            if (type.isInstance(each)) {
                return type.cast(each);
            }
            each = each.getCause();
        }
        return null;
    }
}
