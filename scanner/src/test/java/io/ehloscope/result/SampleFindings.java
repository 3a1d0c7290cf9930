package io.ehloscope.result;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.classify.Assessment;
import io.ehloscope.classify.Findings;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.plan.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Results whose assessment was written by hand, with the findings that the scanner would find. */
public final class SampleFindings {

    private static final Catalogue CATALOGUE = Catalogue.load();

    /** Finds what is wrong, by the facts that ship with the program. */
    public static final Findings FINDINGS = new Findings(CATALOGUE.findings(), CATALOGUE.verbs());

    private SampleFindings() {}

    /** A result as {@link TargetResult} takes it, with its findings. */
    public static TargetResult result(
            Target target,
            ProbeOutcome outcome,
            Assessment assessment,
            int attempts,
            @Nullable Instant startedAt,
            Duration duration) {
        return result(target, outcome, assessment, List.of(), attempts, startedAt, duration);
    }

    /** A result with addresses, as {@link TargetResult} takes it, with its findings. */
    public static TargetResult result(
            Target target,
            ProbeOutcome outcome,
            Assessment assessment,
            List<AddressResult> addresses,
            int attempts,
            @Nullable Instant startedAt,
            Duration duration) {
        Assessment found = assessment.with(FINDINGS.of(outcome, assessment, target.expectation(startedAt)));
        return new TargetResult(target, outcome, found, addresses, attempts, startedAt, duration);
    }
}
