package io.ehloscope.scan;

import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.plan.Target;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;

/**
 * The progress of one target in one scan, from which its result is made at any time. Belongs to one {@link
 * ScanExecution}; not thread-safe.
 */
final class TargetProbe {

    private final Target target;
    private final Disposable.Swap running = Disposables.swap();
    private @Nullable Instant startedAt;
    private long startedNanos;
    private int restingChains;
    private List<AddressProbe> addressProbes = List.of();
    private @Nullable Duration lookupTook;
    private @Nullable ProbeOutcome lookupFailure;
    private @Nullable String leftOut;
    private int attempts;
    private int lookupRounds;
    private boolean waitingForFirstSlot = true;

    TargetProbe(Target target) {
        this.target = target;
    }

    Target target() {
        return target;
    }

    /** Its first lookup or dialogue begins; the wait before that is not part of its duration. */
    void starts(Clock clock, long now) {
        if (startedAt == null) {
            startedAt = clock.instant();
            startedNanos = now;
        }
    }

    /** When its first lookup or dialogue began; null before that. */
    @Nullable
    Instant startedAt() {
        return startedAt;
    }

    /** The time since its first lookup or dialogue began; zero before that. */
    Duration elapsed(long now) {
        return startedAt == null ? Duration.ZERO : Duration.ofNanos(now - startedNanos);
    }

    /** One of its chains waits for its next round; true if no other one does. */
    boolean rests() {
        restingChains++;
        return restingChains == 1;
    }

    /** One of its chains no longer waits for its next round; true if no other one does. */
    boolean wakes() {
        restingChains--;
        return restingChains == 0;
    }

    /** Counts an attempt, of any chain. */
    void attempted() {
        attempts++;
    }

    /** Does not count an attempt that failed because of a shortage on the scanner's own machine. */
    void unattempted() {
        attempts--;
    }

    int attempts() {
        return attempts;
    }

    /** Counts a failed lookup, and returns how many have failed. */
    int lookupRoundFailed() {
        return ++lookupRounds;
    }

    /** The lookup succeeded, after this time. */
    void lookupTook(Duration took) {
        lookupFailure = null;
        lookupTook = took;
    }

    /** Some of its addresses are excluded; the sentence names them. */
    void leavesOut(String sentence) {
        leftOut = sentence;
    }

    /** The outcome, with a remark that names the addresses that are excluded. */
    ProbeOutcome withLeftOut(ProbeOutcome outcome) {
        return leftOut == null
                ? outcome
                : outcome.withObservation(outcome.observation().withRemark(leftOut));
    }

    /** The inventory rules it out, so that no connection is made. */
    void ruledOut(String why) {
        lookupFailure = new ProbeOutcome.RuledOut(why);
    }

    void lookupFailed(ProbeOutcome outcome) {
        lookupFailure = outcome;
    }

    /** How long the successful lookup took; null if none was needed. */
    @Nullable
    Duration lookupTook() {
        return lookupTook;
    }

    /** From now on it does not wait for its first slot; true if it did until now. */
    boolean stopsWaitingForFirstSlot() {
        boolean waited = waitingForFirstSlot;
        waitingForFirstSlot = false;
        return waited;
    }

    /** It waits for its first slot again. */
    void waitsForFirstSlot() {
        waitingForFirstSlot = true;
    }

    /** Its address chains, in the order of their addresses; none if a lookup found no address. */
    List<AddressProbe> addressProbes() {
        return addressProbes;
    }

    void addressProbes(List<AddressProbe> chains) {
        addressProbes = new ArrayList<>(chains);
    }

    /** Replaces the state of one of its chains. */
    void addressProbe(int index, AddressProbe latest) {
        addressProbes.set(index, latest);
    }

    /** The outcomes so far: one for each chain that has one. */
    List<ProbeOutcome> known() {
        if (lookupFailure != null) {
            return List.of(lookupFailure);
        }
        return addressProbes.stream()
                .map(AddressProbe::last)
                .filter(Objects::nonNull)
                .toList();
    }

    /** Whether each of its chains has a complete EHLO list. */
    boolean hasAllLists() {
        return !addressProbes.isEmpty() && addressProbes.stream().allMatch(AddressProbe::hasList);
    }

    /** Its attempts have begun; {@link #cancel} ends them. */
    void running(Disposable probe) {
        running.update(probe);
    }

    /** Closes its connections. */
    void cancel() {
        running.dispose();
    }
}
