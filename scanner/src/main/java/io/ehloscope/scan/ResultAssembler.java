package io.ehloscope.scan;

import io.ehloscope.classify.Assessment;
import io.ehloscope.classify.Expectation;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.ProbeOutcome.Failed;
import io.ehloscope.evidence.Stage;
import io.ehloscope.evidence.Timings;
import io.ehloscope.plan.Target;
import io.ehloscope.result.AddressResult;
import io.ehloscope.result.TargetResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Makes the result of a target from its progress. */
final class ResultAssembler {

    private static final String STOPPED = "the scan was stopped before this target was checked";
    private static final String STOPPED_SHORT = "the scan was stopped before this target was completely checked";

    private final BiFunction<ProbeOutcome, Expectation, Assessment> assess;
    private final Instant time;

    /**
     * An assembler for one scan.
     *
     * @param time the time by which all targets of the scan are assessed
     */
    ResultAssembler(BiFunction<ProbeOutcome, Expectation, Assessment> assess, Instant time) {
        this.assess = assess;
        this.time = time;
    }

    /** An observation of nothing but a lookup that took this long. */
    static Observation timedLookup(Duration took) {
        return Observation.NOTHING.withTimings(Timings.NONE.with(Stage.DNS, took));
    }

    /** The result of a target that needs no further attempt. */
    TargetResult result(TargetProbe probe, long now) {
        List<AddressResult> all = new ArrayList<>(probe.addressProbes().size());
        for (AddressProbe addressProbe : probe.addressProbes()) {
            ProbeOutcome last = addressProbe.outcome();
            if (last != null) {
                last = probe.withLeftOut(last);
                all.add(new AddressResult(addressProbe.address(), last, assess(probe, last)));
            }
        }
        ProbeOutcome outcome;
        Assessment whole;
        if (all.isEmpty()) {
            outcome = probe.known().get(0); // the lookup's failure, or the reason why there was none
            whole = assess(probe, outcome);
        } else {
            MultiAddressVerdict together =
                    MultiAddressVerdict.of(all, probe.target().settings().findings());
            all = together.worstFirst();
            outcome = together.outcome();
            whole = together.assessment();
        }
        return new TargetResult(
                probe.target(),
                withLookup(outcome, probe.lookupTook()),
                whole,
                all.size() > 1 ? all : List.of(),
                probe.attempts(),
                probe.startedAt(),
                probe.elapsed(now));
    }

    private Assessment assess(TargetProbe probe, ProbeOutcome outcome) {
        return assess.apply(outcome, probe.target().expectation(time));
    }

    /**
     * The result of a target that the end of the scan interrupted: it is skipped, because its verdict is unknown, unless
     * every address has sent a complete EHLO list and only the retry of STARTTLS is missing.
     */
    TargetResult cutShort(TargetProbe probe, long now) {
        if (probe.hasAllLists()) {
            return result(probe, now);
        }
        String last = probe.known().stream()
                .filter(Failed.class::isInstance)
                .map(failed ->
                        "; its last attempt: " + ((Failed) failed).failure().detail())
                .findFirst()
                .orElse("");
        return skipped(probe.target(), STOPPED_SHORT + last, probe.attempts(), probe.startedAt(), probe.elapsed(now));
    }

    /** The result of a target that has not begun when the scan ends. */
    TargetResult skipped(Target target) {
        return skipped(target, STOPPED, 0, null, Duration.ZERO);
    }

    private TargetResult skipped(
            Target target, String why, int attempts, @Nullable Instant startedAt, Duration elapsed) {
        ProbeOutcome outcome = new ProbeOutcome.Skipped(why);
        return new TargetResult(
                target, outcome, assess.apply(outcome, target.expectation(time)), attempts, startedAt, elapsed);
    }

    private static ProbeOutcome withLookup(ProbeOutcome outcome, @Nullable Duration took) {
        if (took == null) {
            return outcome;
        }
        Observation seen = outcome.observation();
        return outcome.withObservation(seen.withTimings(seen.timings().with(Stage.DNS, took)));
    }
}
