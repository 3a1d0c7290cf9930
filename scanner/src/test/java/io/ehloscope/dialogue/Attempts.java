package io.ehloscope.dialogue;

import io.ehloscope.plan.Settings;
import io.ehloscope.plan.Settings.StarttlsMode;
import io.ehloscope.plan.Settings.TlsMode;
import io.ehloscope.plan.Target;
import io.ehloscope.plan.Timeouts;
import java.net.InetSocketAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Attempts at targets that are not in an inventory. */
public final class Attempts {

    private Attempts() {}

    /** An attempt at a host with this name, or at an address where the name is null. */
    public static Attempt of(
            InetSocketAddress address,
            @Nullable String hostName,
            String ehloName,
            Attempt.Opening opening,
            StarttlsMode starttls,
            TlsMode tls,
            Timeouts timeouts) {
        Settings settings = Settings.DEFAULT.withStarttls(starttls).withTls(tls).withTimeouts(timeouts);
        String host = hostName == null ? address.getAddress().getHostAddress() : hostName;
        Target.Kind kind = hostName == null ? Target.Kind.ADDRESS : Target.Kind.NAME;
        Target target = new Target(
                Target.id(host, address.getPort()), host, address.getPort(), kind, "here", Map.of(), settings);
        return new Attempt(target, address, ehloName, opening, timeouts);
    }
}
