package io.ehloscope.result;

import io.ehloscope.classify.Assessment;
import io.ehloscope.classify.Finding;
import io.ehloscope.classify.Severity;
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
 * The result of one target in one scan.
 *
 * @param target the target
 * @param outcome how the reported attempt ended, with the observation: the last one, unless an earlier one
 *     with an EHLO list got further
 * @param assessment the assessment of the outcome
 * @param attempts the number of dialogues and failed connects; 0 if this scan did not reach the target
 * @param startedAt when its first attempt began; null if there was none
 * @param addresses the result of each address, the worst first, if the target has several and all were probed; otherwise
 *     empty
 * @param duration from the start of the first attempt to the end of the last, including waits
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

    /** The result of a target that was probed at one address. */
    public TargetResult(
            Target target,
            ProbeOutcome outcome,
            Assessment assessment,
            int attempts,
            @Nullable Instant startedAt,
            Duration duration) {
        this(target, outcome, assessment, List.of(), attempts, startedAt, duration);
    }

    /** The verdict of the assessment. */
    public Verdict verdict() {
        return assessment.verdict();
    }

    /** Everything that is wrong with the target, the worst first. */
    public List<Finding> findings() {
        return assessment.findings();
    }

    /** Whether anything is wrong with the target. */
    public boolean hasFinding() {
        return !assessment.findings().isEmpty();
    }

    /** The severity of the worst finding; null without findings. */
    public @Nullable Severity worst() {
        return assessment.worst();
    }

    /** Whether the target has a finding of this severity or a more severe one. */
    public boolean hasFinding(Severity least) {
        Severity worst = worst();
        return worst != null && worst.compareTo(least) <= 0;
    }

    /** This result with the target's current description. */
    public TargetResult of(Target now) {
        return now.equals(target)
                ? this
                : new TargetResult(now, outcome, assessment, addresses, attempts, startedAt, duration);
    }

    /** This result with an equivalent outcome, assessment and addresses. */
    public TargetResult with(ProbeOutcome other, Assessment same, List<AddressResult> sameAddresses) {
        return new TargetResult(target, other, same, sameAddresses, attempts, startedAt, duration);
    }

    /** Whether the scan says nothing about the server: it was skipped, or the inventory rules it out. */
    public boolean isUnprobed() {
        return outcome instanceof ProbeOutcome.Skipped || outcome instanceof ProbeOutcome.RuledOut;
    }

    /** What the dialogue observed, completely or in part. */
    public Observation observation() {
        return outcome.observation();
    }

    /** Where and why the reported attempt failed; null if it did not fail. */
    public @Nullable Failure failure() {
        return outcome instanceof ProbeOutcome.Failed failed ? failed.failure() : null;
    }

    /** Whether the server answered EHLO or HELO, at least at one of its addresses. */
    public boolean isAnswered() {
        return outcome instanceof ProbeOutcome.Answered
                || addresses.stream().anyMatch(each -> each.outcome() instanceof ProbeOutcome.Answered);
    }
}
