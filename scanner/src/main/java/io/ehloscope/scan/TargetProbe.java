package io.ehloscope.scan;

import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.plan.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/** All that is going on for one target in one scan. Belongs to one {@link ScanRun}; not thread-safe. */
final class TargetProbe {

    private final Target target;
    private final Instant startedAt;
    private final long startedNanos;
    private List<Leg> legs = List.of();
    private @Nullable Duration lookupTook;
    private @Nullable Disposable lookup;
    private @Nullable ProbeOutcome lookupFailure;
    private int attempts;
    private int lookupRounds;
    private boolean waitingForFirstSlot = true;

    TargetProbe(Target target, Instant startedAt, long startedNanos) {
        this.target = target;
        this.startedAt = startedAt;
        this.startedNanos = startedNanos;
    }

    Target target() {
        return target;
    }

    Instant startedAt() {
        return startedAt;
    }

    Duration elapsed(long now) {
        return Duration.ofNanos(now - startedNanos);
    }

    /** Counts an attempt, of whichever leg. */
    void attempted() {
        attempts++;
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

    void legs(List<Leg> found) {
        legs = found;
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

    boolean allLegsDone() {
        return legs.stream().allMatch(Leg::isDone);
    }

    /** What is known by now: one outcome for each leg that has any. */
    List<ProbeOutcome> known() {
        if (lookupFailure != null) {
            return List.of(lookupFailure);
        }
        return legs.stream().map(Leg::last).filter(Objects::nonNull).toList();
    }

    /** Stops the lookup and closes every connection; gives how many there were. */
    long cancel() {
        if (lookup != null) {
            lookup.dispose();
        }
        return legs.stream().filter(Leg::cancel).count();
    }
}
