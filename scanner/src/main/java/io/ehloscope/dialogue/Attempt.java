package io.ehloscope.dialogue;

import io.ehloscope.evidence.Stage;
import io.ehloscope.plan.Settings.StarttlsMode;
import io.ehloscope.plan.Settings.TlsMode;
import io.ehloscope.plan.Target;
import io.ehloscope.plan.Timeouts;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
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
 * @param number the number of the attempt, from 1; connections to other addresses and the one that starts with HELO
 *     belong to the same attempt
 * @param watch is notified of the progress of the dialogue
 */
public record Attempt(
        Target target,
        InetSocketAddress address,
        String ehloName,
        Opening opening,
        Timeouts timeouts,
        int number,
        DialogueWatch watch) {

    /** The first attempt, without a watch. */
    public Attempt(Target target, InetSocketAddress address, String ehloName, Opening opening, Timeouts timeouts) {
        this(target, address, ehloName, opening, timeouts, 1, DialogueWatch.NONE);
    }

    /** The first command. */
    public enum Opening {
        /** EHLO, and HELO if the server rejects EHLO. */
        EHLO,
        /** HELO at once, because the server rejected EHLO on an earlier connection and closed that connection. */
        HELO
    }

    /** This attempt with this limit of the whole dialogue, unless its own is shorter. */
    public Attempt within(Duration limit) {
        Timeouts own = timeouts;
        return limit.compareTo(own.total()) >= 0
                ? this
                : new Attempt(target, address, ehloName, opening, own.withTotal(limit), number, watch);
    }

    /** This attempt with this watch. */
    public Attempt watchedBy(DialogueWatch other) {
        return new Attempt(target, address, ehloName, opening, timeouts, number, other);
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
