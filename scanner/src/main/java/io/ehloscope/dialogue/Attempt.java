package io.ehloscope.dialogue;

import io.ehloscope.evidence.Stage;
import io.ehloscope.plan.Settings.StarttlsMode;
import io.ehloscope.plan.Settings.TlsMode;
import io.ehloscope.plan.Target;
import io.ehloscope.plan.Timeouts;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a target, and what to find out over it.
 *
 * @param target the target, whose settings say how far to go with STARTTLS and when TLS begins
 * @param address the address to connect to
 * @param ehloName the name sent in EHLO and HELO
 * @param opening the first command
 * @param timeouts the bounds of the stages: the total is what is left of the target's, and the connect is shorter where
 *     another address can be tried next
 */
public record Attempt(Target target, InetSocketAddress address, String ehloName, Opening opening, Timeouts timeouts) {

    /** What to say first. */
    public enum Opening {
        /** EHLO, and HELO where it is refused. */
        EHLO,
        /** HELO at once: EHLO was refused on an earlier connection, which then was gone. */
        HELO
    }

    /** The name that a certificate must have; null where the target is an address. */
    public @Nullable String hostName() {
        return target.kind() == Target.Kind.NAME ? target.host() : null;
    }

    /** How far to go with STARTTLS, where the connection begins in the clear. */
    StarttlsMode starttls() {
        return target.settings().starttls();
    }

    /** Whether TLS comes before the greeting. */
    public boolean isTlsFirst() {
        return target.settings().tls() == TlsMode.IMPLICIT;
    }

    /** The stage of the EHLO that everything rests on. */
    Stage ehloStage() {
        return isTlsFirst() ? Stage.EHLO_TLS : Stage.EHLO;
    }
}
