package io.ehloscope.dialogue;

import io.ehloscope.evidence.Stage;
import io.ehloscope.plan.Settings.StarttlsMode;
import io.ehloscope.plan.Settings.TlsMode;
import io.ehloscope.plan.Target;
import io.ehloscope.plan.Timeouts;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a target, and what the dialogue does over it.
 *
 * @param target the target, whose settings define when TLS begins and how far the scanner goes with STARTTLS
 * @param address the address to connect to
 * @param ehloName the name sent in EHLO and HELO
 * @param opening the first command
 * @param timeouts the time limits of the stages. The total is what remains of the target's total, and the connect
 *     timeout is shorter if another address can be tried next
 */
public record Attempt(Target target, InetSocketAddress address, String ehloName, Opening opening, Timeouts timeouts) {

    /** The first command. */
    public enum Opening {
        /** EHLO, and HELO if the server rejects EHLO. */
        EHLO,
        /** HELO at once, because the server rejected EHLO on an earlier connection and closed that connection. */
        HELO
    }

    /** The name that a certificate must cover; null if the target is an address. */
    public @Nullable String hostName() {
        return target.kind() == Target.Kind.NAME ? target.host() : null;
    }

    /** The address to connect from; null if the system chooses it. */
    @Nullable
    InetAddress source() {
        String source = target.settings().sourceAddress();
        try {
            return source == null ? null : InetAddress.getByName(source);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("the plan calls this an address: " + source, e);
        }
    }

    /** How far the scanner goes with STARTTLS, if the connection starts unencrypted. */
    StarttlsMode starttls() {
        return target.settings().starttls();
    }

    /** Whether TLS starts with the first byte, before the greeting. */
    public boolean isTlsFirst() {
        return target.settings().tls() == TlsMode.IMPLICIT;
    }

    /** The stage of the EHLO whose reply decides the outcome. */
    Stage ehloStage() {
        return isTlsFirst() ? Stage.EHLO_TLS : Stage.EHLO;
    }
}
