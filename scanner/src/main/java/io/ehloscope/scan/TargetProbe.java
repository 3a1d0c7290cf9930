package io.ehloscope.scan;

import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.plan.Target;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/** All that is going on for one target in one scan. Belongs to one {@link ScanExecution}; not thread-safe. */
final class TargetProbe {

    private final Target target;
    private @Nullable Instant startedAt;
    private long startedNanos;
    private int restingStrands;
    private List<AddressProbe> addressProbes = List.of();
    private @Nullable Duration lookupTook;
    private @Nullable Disposable lookup;
    private @Nullable ProbeOutcome lookupFailure;
    private int attempts;
    private int lookupRounds;
    private boolean waitingForFirstSlot = true;

    TargetProbe(Target target) {
        this.target = target;
    }

    Target target() {
        return target;
    }

    /** The address that the plan gives it, where it gives an address. */
    InetAddress literalAddress() {
        try {
            return InetAddress.getByName(target.host());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("the plan calls this an address: " + target.host(), e);
        }
    }

    /** Its first lookup or dialogue begins; what it waited for its turn before that is not its time. */
    void starts(Clock clock, long now) {
        if (startedAt == null) {
            startedAt = clock.instant();
            startedNanos = now;
        }
    }

    /** Null before its turn has come. */
    @Nullable
    Instant startedAt() {
        return startedAt;
    }

    Duration elapsed(long now) {
        return startedAt == null ? Duration.ZERO : Duration.ofNanos(now - startedNanos);
    }

    /** A strand of it waits for its next round; true where it is the first to. */
    boolean rests() {
        restingStrands++;
        return restingStrands == 1;
    }

    /** A strand's wait is over; true where it was the last. */
    boolean wakes() {
        restingStrands--;
        return restingStrands == 0;
    }

    /** Counts an attempt, of whichever leg. */
    void attempted() {
        attempts++;
    }

    /** Takes an attempt back that came to nothing for a reason of our own. */
    void unattempted() {
        attempts--;
    }

    int attempts() {
        return attempts;
    }

    /** Counts a lookup that failed, and gives how many have. */
    int lookupRoundFailed() {
        return ++lookupRounds;
    }

    void lookingUp(Disposable running) {
        lookup = running;
    }

    void lookupTook(Duration took) {
        lookup = null;
        lookupFailure = null;
        lookupTook = took;
    }

    void addressProbes(List<AddressProbe> found) {
        addressProbes = found;
    }

    void lookupFailed(ProbeOutcome outcome) {
        lookup = null;
        lookupFailure = outcome;
    }

    /** How long the successful lookup took; null where none was needed. */
    @Nullable
    Duration lookupTook() {
        return lookupTook;
    }

    /** Whether it still counts among its site's targets that wait for their first slot. */
    boolean isWaitingForFirstSlot() {
        return waitingForFirstSlot;
    }

    void waitsForFirstSlot(boolean waits) {
        waitingForFirstSlot = waits;
    }

    /** Its strands, in the order of their addresses; none where a lookup found no address. */
    List<AddressProbe> addressProbes() {
        return addressProbes;
    }

    boolean allLegsDone() {
        for (AddressProbe addressProbe : addressProbes) {
            if (!addressProbe.isDone()) {
                return false;
            }
        }
        return true;
    }

    /** What is known by now: one outcome for each leg that has any. */
    List<ProbeOutcome> known() {
        if (lookupFailure != null) {
            return List.of(lookupFailure);
        }
        return addressProbes.stream()
                .map(AddressProbe::last)
                .filter(Objects::nonNull)
                .toList();
    }

    /** Stops the lookup and closes every connection; gives how many there were. */
    long cancel() {
        if (lookup != null) {
            lookup.dispose();
        }
        return addressProbes.stream().filter(AddressProbe::cancel).count();
    }
}
