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
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** From what a probe found to the result of its target. */
final class ResultAssembler {

    private static final String STOPPED = "the scan was stopped before this target was checked";
    private static final String STOPPED_SHORT = "the scan was stopped before this target was completely checked";

    private final BiFunction<ProbeOutcome, Expectation, Assessment> assess;
    private final LocalDate today;

    /** Judges all targets of a scan by the same day, in UTC. */
    ResultAssembler(BiFunction<ProbeOutcome, Expectation, Assessment> assess, LocalDate today) {
        this.assess = assess;
        this.today = today;
    }

    /** What is seen of a target whose lookup took this long. */
    static Observation timedLookup(Duration took) {
        return Observation.NOTHING.withTimings(Timings.NONE.with(Stage.DNS, took));
    }

    /** The result of a target that was looked at to the end. */
    TargetResult result(TargetProbe probe, long now) {
        List<AddressResult> all = new ArrayList<>(probe.addressProbes().size());
        for (AddressProbe addressProbe : probe.addressProbes()) {
            ProbeOutcome outcome = addressProbe.last();
            if (outcome != null) {
                all.add(new AddressResult(addressProbe.address(), outcome, assess(probe, outcome)));
            }
        }
        ProbeOutcome shown;
        Assessment whole;
        if (all.isEmpty()) {
            shown = probe.known().get(0); // the lookup's failure
            whole = assess(probe, shown);
        } else {
            AddressResult first = MultiAddressVerdict.shown(all);
            shown = first.outcome();
            whole = MultiAddressVerdict.together(all);
        }
        return new TargetResult(
                probe.target(),
                withLookup(shown, probe.lookupTook()),
                whole,
                all.size() > 1 ? all : List.of(),
                probe.attempts(),
                probe.startedAt(),
                probe.elapsed(now));
    }

    private Assessment assess(TargetProbe probe, ProbeOutcome outcome) {
        return assess.apply(outcome, probe.target().expectation(today));
    }

    /** The result of a target that was begun and not looked at to the end: what it would have come to is unknown. */
    TargetResult cutShort(TargetProbe probe, long now) {
        String last = probe.known().stream()
                .filter(Failed.class::isInstance)
                .map(failed ->
                        "; its last attempt: " + ((Failed) failed).failure().detail())
                .findFirst()
                .orElse("");
        return skipped(probe.target(), STOPPED_SHORT + last, probe.attempts(), probe.startedAt(), probe.elapsed(now));
    }

    /** The result of a target that was never begun. */
    TargetResult skipped(Target target) {
        return skipped(target, STOPPED, 0, null, Duration.ZERO);
    }

    private TargetResult skipped(
            Target target, String why, int attempts, @Nullable Instant startedAt, Duration elapsed) {
        ProbeOutcome outcome = new ProbeOutcome.Skipped(why);
        return new TargetResult(
                target, outcome, assess.apply(outcome, target.expectation(today)), attempts, startedAt, elapsed);
    }

    private static ProbeOutcome withLookup(ProbeOutcome outcome, @Nullable Duration took) {
        if (took == null) {
            return outcome;
        }
        Observation seen = outcome.observation();
        return outcome.withObservation(seen.withTimings(seen.timings().with(Stage.DNS, took)));
    }
}
