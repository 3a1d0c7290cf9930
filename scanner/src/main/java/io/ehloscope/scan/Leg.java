package io.ehloscope.scan;

import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.ProbeOutcome.Failed;
import io.ehloscope.evidence.Stage;
import io.ehloscope.plan.Target;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/**
 * One strand of a target's probe: addresses to be tried in turn until one can be connected to. A target has one, or one
 * for each address where all are asked for. Belongs to one {@link ScanRun}; not thread-safe.
 */
final class Leg {

    private final TargetProbe probe;
    private final List<InetAddress> addresses;
    private int current;
    private int rounds;
    private boolean roundHasFailure;
    private @Nullable ProbeOutcome last;
    private @Nullable Disposable dialogue;
    private boolean done;

    Leg(TargetProbe probe, List<InetAddress> addresses) {
        this.probe = probe;
        this.addresses = addresses;
    }

    TargetProbe probe() {
        return probe;
    }

    Target target() {
        return probe.target();
    }

    /** Whom to speak to next. */
    InetSocketAddress address() {
        return new InetSocketAddress(addresses.get(current), target().port());
    }

    /** Moves to the next address; false, and back to the first, where there is none. */
    boolean nextAddress() {
        current = (current + 1) % addresses.size();
        return current != 0;
    }

    /** Counts a round that failed, and gives how many have. */
    int roundFailed() {
        roundHasFailure = false;
        return ++rounds;
    }

    void inDialogue(Disposable running) {
        dialogue = running;
    }

    /**
     * An attempt has ended. Of a round in which no address could be connected to, the first one's failure is kept: the
     * preferred address says more than the network that the last one is in.
     */
    void ended(ProbeOutcome outcome) {
        dialogue = null;
        boolean noConnection =
                outcome instanceof Failed failed && failed.failure().stage() == Stage.CONNECT;
        if (!noConnection || !roundHasFailure) {
            last = outcome;
        }
        roundHasFailure = noConnection;
    }

    void finish() {
        done = true;
    }

    boolean isDone() {
        return done;
    }

    /** How the last attempt ended; null before the first has. */
    @Nullable
    ProbeOutcome last() {
        return last;
    }

    /** Closes the connection; false where there is none. */
    boolean cancel() {
        Disposable running = dialogue;
        if (running == null) {
            return false;
        }
        dialogue = null;
        running.dispose();
        return true;
    }
}
