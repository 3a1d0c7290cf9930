package io.ehloscope.scan;

import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.ProbeOutcome.Failed;
import io.ehloscope.plan.Retry;
import io.ehloscope.time.TimeSource;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Makes all attempts at one chain of addresses: each waits for its slot, has its dialogue, and decides from the outcome
 * whether another one follows. Runs in the events of one scan; not thread-safe.
 */
final class AddressProber {

    private final SlotScheduler slots;
    private final Prober prober;
    private final String ehloName;
    private final OverloadMonitor overload;
    private final OpenTargets openTargets;
    private final TimeSource time;
    private final TimedEvents timed;
    private final Scheduler serial;
    private final DoubleSupplier random;
    private final ScanObserver observer;

    /**
     * A prober for the chains of one scan.
     *
     * @param ehloName the name in EHLO and HELO
     * @param timed the events of the scan that are due later
     * @param serial runs the events of the scan
     */
    AddressProber(
            Scan.Parts parts,
            String ehloName,
            SlotScheduler slots,
            OverloadMonitor overload,
            OpenTargets openTargets,
            TimedEvents timed,
            Scheduler serial) {
        this.prober = parts.prober();
        this.time = parts.time();
        this.random = parts.random();
        this.observer = parts.observer();
        this.ehloName = ehloName;
        this.slots = slots;
        this.overload = overload;
        this.openTargets = openTargets;
        this.timed = timed;
        this.serial = serial;
    }

    /**
     * Completes when the chain needs no further connection. The target always has the latest state of its chain.
     *
     * @param index of the chain in the target
     */
    Mono<Void> probe(TargetProbe target, int index) {
        return attempt(target, index, target.addressProbes().get(index))
                .expand(
                        next -> switch (next.when) {
                            case NEVER -> Mono.empty();
                            case AT_ONCE -> attempt(target, index, next.chain);
                            case LATER ->
                                rest(target, next.due).then(Mono.defer(() -> attempt(target, index, next.chain)));
                        },
                        1)
                .then();
    }

    /** Emits once this time has come; meanwhile the target counts as waiting for another round. */
    Mono<Void> rest(TargetProbe target, long due) {
        return Mono.create(rested -> {
            openTargets.rests(target);
            timed.add(due, () -> {
                openTargets.wakes(target);
                rested.success();
            });
        });
    }

    /** The backoff after this number of failed rounds of the target. */
    Duration backoff(TargetProbe target, int rounds) {
        return RetryPolicy.delay(retry(target), rounds, random.getAsDouble());
    }

    private Mono<Next> attempt(TargetProbe target, int index, AddressProbe chain) {
        return slots.acquire(target.target(), chain.address().getAddress())
                .flatMap(slot ->
                        Mono.defer(() -> dialogue(target, index, chain, slot)).doFinally(end -> cut(slot)));
    }

    private Mono<Next> dialogue(TargetProbe target, int index, AddressProbe chain, Slot slot) {
        long began = now();
        if (target.stopsWaitingForFirstSlot()) {
            slots.noLongerBegun(target.target());
        }
        target.starts(time.clock(), began);
        target.attempted();
        slot.times.over(began, observer);
        observer.dialogueStarted();
        return prober.attempt(chain.attempt(ehloName))
                .publishOn(serial)
                .map(outcome -> ended(target, index, chain, slot, began, outcome));
    }

    /** Releases the slot if its dialogue has not ended: the scan is over, or there is a bug. */
    private void cut(Slot slot) {
        if (slots.release(slot, now())) {
            observer.dialogueCut();
        }
    }

    private Next ended(TargetProbe target, int index, AddressProbe chain, Slot slot, long began, ProbeOutcome seen) {
        long now = now();
        slots.release(slot, now);
        observer.dialogueEnded(seen);
        ProbeOutcome outcome = NextStep.withoutOwnLag(seen, overload.lagSince(began));
        NextStep step = NextStep.of(outcome, chain.isHelo());
        if (!(outcome instanceof Failed failed) || step != NextStep.SAME_AGAIN) {
            overload.notMet(began);
        } else if (overload.waitsOut(now, slots.inFlight(), failed.failure().detail()) && chain.waitsOutShortages()) {
            target.unattempted();
            return Next.atOnce(chain.afterShortage());
        }
        AddressProbe after = chain.after(outcome, now - began);
        Next next = next(after, step);
        target.addressProbe(index, next.chain);
        return next.when == When.AT_ONCE ? next : inAnotherRound(target, index, next.chain, slot, step, now);
    }

    /** The next connection of the same round. */
    private static Next next(AddressProbe after, NextStep step) {
        AddressProbe next = switch (step) {
            case HELO_ON_NEW_CONNECTION -> after.withHelo();
            case NEXT_ADDRESS -> after.withNextAddress();
            case ANOTHER_ROUND, SAME_AGAIN, NONE -> after;
        };
        boolean isAtOnce = switch (step) {
            case HELO_ON_NEW_CONNECTION -> after.hasTimeLeft();
            case NEXT_ADDRESS -> after.hasTimeLeft() && !next.isAtFirstAddress();
            case ANOTHER_ROUND, SAME_AGAIN, NONE -> false;
        };
        return isAtOnce ? Next.atOnce(next) : Next.never(next);
    }

    private Next inAnotherRound(TargetProbe target, int index, AddressProbe chain, Slot slot, NextStep step, long now) {
        ProbeOutcome last = chain.last();
        Failure failure = last == null ? null : NextStep.failure(last);
        if (last == null || failure == null || step == NextStep.SAME_AGAIN) {
            slots.accepted(slot);
            return Next.never(chain);
        }
        AddressProbe next = chain.withNextRound();
        target.addressProbe(index, next);
        long due = now + backoff(target, next.failedRounds()).toNanos();
        if (NextStep.isRejectedTemporarily(last)) {
            slots.rejectedTemporarily(slot, now, due);
        } else {
            slots.accepted(slot);
        }
        if (!RetryPolicy.again(retry(target), next.failedRounds(), failure)) {
            return Next.never(next);
        }
        observer.retryScheduled(failure.reason());
        return new Next(When.LATER, next, due);
    }

    private static Retry retry(TargetProbe target) {
        return target.target().settings().retry();
    }

    private long now() {
        return time.nanos().getAsLong();
    }

    private enum When {
        NEVER,
        AT_ONCE,
        LATER
    }

    /** Whether another connection of the chain follows, and when. */
    private record Next(When when, AddressProbe chain, long due) {

        static Next atOnce(AddressProbe chain) {
            return new Next(When.AT_ONCE, chain, 0);
        }

        static Next never(AddressProbe chain) {
            return new Next(When.NEVER, chain, 0);
        }
    }
}
