package io.ehloscope.scan;

import io.ehloscope.classify.Assessment;
import io.ehloscope.classify.Expectation;
import io.ehloscope.classify.Verdict;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.ProbeOutcome.Answered;
import io.ehloscope.evidence.ProbeOutcome.Failed;
import io.ehloscope.evidence.Stage;
import io.ehloscope.evidence.Timings;
import io.ehloscope.plan.Target;
import io.ehloscope.smtp.EhloReply;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** From what a probe found to the result of its target. */
final class Judge {

    private static final String STOPPED = "the scan was stopped before this target was looked at";
    private static final String STOPPED_SHORT = "the scan was stopped before this target was looked at to the end";

    private final BiFunction<ProbeOutcome, Expectation, Assessment> assess;
    private final LocalDate today;

    /** Judges all targets of a scan by the same day, in UTC. */
    Judge(BiFunction<ProbeOutcome, Expectation, Assessment> assess, LocalDate today) {
        this.assess = assess;
        this.today = today;
    }

    /** What is seen of a target whose lookup took this long. */
    static Observation timedLookup(Duration took) {
        return Observation.NOTHING.withTimings(Timings.NONE.with(Stage.DNS, took));
    }

    /** The result of a target that was looked at to the end. */
    TargetResult result(TargetProbe probe, long now) {
        List<ProbeOutcome> known = probe.known();
        List<Assessment> assessments = known.stream()
                .map(outcome -> assess.apply(outcome, probe.target().expectation(today)))
                .toList();
        int shown = shown(known);
        Assessment whole = agree(known, assessments) ? assessments.get(shown) : inconsistent(known, assessments);
        return new TargetResult(
                probe.target(),
                withLookup(known.get(shown), probe.lookupTook()),
                whole,
                probe.attempts(),
                probe.startedAt(),
                probe.elapsed(now));
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

    /** Of several addresses, the first that answered is shown. */
    private static int shown(List<ProbeOutcome> known) {
        for (int i = 0; i < known.size(); i++) {
            if (known.get(i) instanceof Answered) {
                return i;
            }
        }
        return 0;
    }

    private static boolean agree(List<ProbeOutcome> known, List<Assessment> assessments) {
        Assessment first = assessments.get(0);
        boolean sameVerdict = assessments.stream().allMatch(each -> each.verdict() == first.verdict());
        Set<String> verbs = verbs(known.get(0));
        return sameVerdict && known.stream().allMatch(each -> verbs(each).equals(verbs));
    }

    private static Set<String> verbs(ProbeOutcome outcome) {
        EhloReply ehlo = outcome.observation().reply();
        return ehlo == null ? Set.of() : Set.copyOf(ehlo.verbs().keys());
    }

    private static Assessment inconsistent(List<ProbeOutcome> known, List<Assessment> assessments) {
        List<String> reasons = new ArrayList<>();
        reasons.add("its addresses do not agree");
        for (int i = 0; i < known.size(); i++) {
            reasons.add(
                    address(known.get(i)) + ": " + assessments.get(i).verdict().label() + verbsInWords(known.get(i)));
        }
        Assessment first = assessments.get(shown(known));
        return Assessment.without(Verdict.INCONSISTENT, reasons, first.profile(), first.product());
    }

    private static String address(ProbeOutcome outcome) {
        InetSocketAddress peer = outcome.observation().peer();
        return peer == null ? "an address" : peer.getAddress().getHostAddress();
    }

    private static String verbsInWords(ProbeOutcome outcome) {
        EhloReply ehlo = outcome.observation().reply();
        return ehlo == null ? "" : " (" + String.join(", ", ehlo.verbs().keys()) + ")";
    }

    private static ProbeOutcome withLookup(ProbeOutcome outcome, @Nullable Duration took) {
        if (took == null) {
            return outcome;
        }
        Observation seen = outcome.observation();
        return outcome.withObservation(seen.withTimings(seen.timings().with(Stage.DNS, took)));
    }
}
