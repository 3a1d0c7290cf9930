package io.ehloscope.result;

import io.ehloscope.classify.Assessment;
import io.ehloscope.classify.Verdict;
import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.plan.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one scan found out about one target.
 *
 * @param target which
 * @param outcome how its last attempt ended, and what was seen
 * @param assessment what that means
 * @param attempts dialogues and failed connects; 0 where the target was not reached in this scan
 * @param startedAt when its first attempt began; null where there was none
 * @param addresses each address by itself, in the order of DNS, where there are several and all were asked for
 * @param duration from the start of the first attempt to the end of the last, waits between them included
 */
public record TargetResult(
        Target target,
        ProbeOutcome outcome,
        Assessment assessment,
        List<AddressResult> addresses,
        int attempts,
        @Nullable Instant startedAt,
        Duration duration) {

    /** Copies the addresses. */
    public TargetResult {
        addresses = List.copyOf(addresses);
    }

    /** The result of a target of whose addresses one was asked for. */
    public TargetResult(
            Target target,
            ProbeOutcome outcome,
            Assessment assessment,
            int attempts,
            @Nullable Instant startedAt,
            Duration duration) {
        this(target, outcome, assessment, List.of(), attempts, startedAt, duration);
    }

    /** What it comes to. */
    public Verdict verdict() {
        return assessment.verdict();
    }

    /** The same, for a target that the inventory describes otherwise now. */
    public TargetResult of(Target now) {
        return now.equals(target) ? this : new TargetResult(now, outcome, assessment, attempts, startedAt, duration);
    }

    /** The same, with another outcome and assessment that say no less of the target. */
    public TargetResult with(ProbeOutcome other, Assessment same) {
        return new TargetResult(target, other, same, attempts, startedAt, duration);
    }

    /** What was seen, whole or in part. */
    public Observation observation() {
        return outcome.observation();
    }

    /** Where and why the last attempt failed; null where it did not. */
    public @Nullable Failure failure() {
        return outcome instanceof ProbeOutcome.Failed failed ? failed.failure() : null;
    }

    /** Whether an EHLO or HELO reply came. */
    public boolean isAnswered() {
        return outcome instanceof ProbeOutcome.Answered;
    }
}
