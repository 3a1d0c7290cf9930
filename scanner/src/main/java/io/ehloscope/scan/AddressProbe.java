package io.ehloscope.scan;

import io.ehloscope.dialogue.Attempt;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.ProbeOutcome.Failed;
import io.ehloscope.evidence.Stage;
import io.ehloscope.plan.Target;
import io.ehloscope.plan.Timeouts;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/**
 * One strand of a target's probe: addresses to be tried in turn until one can be connected to. A target has one, or one
 * for each address where all are asked for. Belongs to one {@link ScanExecution}; not thread-safe.
 */
final class AddressProbe {

    /**
     * The most patience with a connect while another address is still to be tried in the first round: the longest delay
     * between attempts of RFC 8305 section 5, and room for one lost SYN. Later rounds have all the patience there is.
     */
    static final Duration FALLS_BACK_AFTER = Duration.ofSeconds(2);

    /** More than a shortage that lasts makes of one connection before it is taken for hopeless ({@link OverloadBackoff}). */
    static final int MOST_UNMADE = 20;

    private final TargetProbe probe;
    private final List<InetAddress> addresses;
    private int unmade;
    private int current;
    private int rounds;
    private long spentInRound;
    private long dialledAt;
    private boolean roundHasFailure;
    private @Nullable Observation before;
    private @Nullable ProbeOutcome last;
    private @Nullable Disposable dialogue;
    private boolean done;
    private final QueueTimes waits = new QueueTimes();

    AddressProbe(TargetProbe probe, List<InetAddress> addresses) {
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

    /** How long it has waited for its next dialogue. */
    QueueTimes waits() {
        return waits;
    }

    /** The connection to be made now, with this name in EHLO or HELO. */
    Attempt attempt(String ehloName, long now) {
        dialledAt = now;
        Timeouts all = target().settings().timeouts();
        boolean fallsBack = rounds == 0 && current + 1 < addresses.size();
        Timeouts left = new Timeouts(
                all.dns(),
                fallsBack ? shorter(all.connect(), FALLS_BACK_AFTER) : all.connect(),
                all.greeting(),
                all.reply(),
                all.total().minusNanos(spentInRound));
        Attempt.Opening opening = before == null ? Attempt.Opening.EHLO : Attempt.Opening.HELO;
        return new Attempt(target(), address(), ehloName, opening, left);
    }

    /** When the last connection was begun. */
    long dialledAt() {
        return dialledAt;
    }

    /** Whether HELO was said at once, on a connection of its own. */
    boolean saysHeloAlone() {
        return before != null;
    }

    /** Says HELO on the next connection; false where the attempt's time is spent. */
    boolean saysHeloNext() {
        before = last == null ? null : last.observation();
        return before != null && hasTimeLeft();
    }

    /** Moves to the next address; false where there is none, and back to the first, or where the attempt's time is spent. */
    boolean nextAddress() {
        current = (current + 1) % addresses.size();
        return current != 0 && hasTimeLeft();
    }

    /** Counts a round that failed, and gives how many have. */
    int roundFailed() {
        roundHasFailure = false;
        spentInRound = 0;
        before = null;
        return ++rounds;
    }

    void inDialogue(Disposable running) {
        dialogue = running;
    }

    /**
     * The connection came to nothing for a reason of our own: as though it had not been. False where that has happened so
     * often that it is about this address: others get through meanwhile, and the scan must end.
     */
    boolean unmade() {
        dialogue = null;
        return ++unmade < MOST_UNMADE;
    }

    /**
     * A connection has ended. Of a round in which no address could be connected to, the first one's failure is kept: the
     * preferred address says more than the network that the last one is in.
     */
    void ended(ProbeOutcome outcome, long now) {
        dialogue = null;
        spentInRound += now - dialledAt;
        boolean noConnection =
                outcome instanceof Failed failed && failed.failure().stage() == Stage.CONNECT;
        if (!noConnection || !roundHasFailure) {
            last = before == null
                    ? outcome
                    : outcome.withObservation(outcome.observation().precededBy(before));
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

    private boolean hasTimeLeft() {
        return spentInRound < target().settings().timeouts().total().toNanos();
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
