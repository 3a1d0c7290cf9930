package io.ehloscope.runtime;

import io.ehloscope.dialogue.Attempt;
import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.scan.Prober;
import io.ehloscope.text.Wording;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Logs each attempt at level debug: the target, the address, and how the dialogue ended. */
final class AttemptLog {

    private static final Logger LOG = LoggerFactory.getLogger(AttemptLog.class);

    private AttemptLog() {}

    /** Returns the prober itself unless debug is on, so that the log costs nothing otherwise. */
    static Prober of(Prober prober, LongSupplier nanos) {
        return LOG.isDebugEnabled() ? attempt -> logged(prober, attempt, nanos) : prober;
    }

    private static Mono<ProbeOutcome> logged(Prober prober, Attempt attempt, LongSupplier nanos) {
        return Mono.defer(() -> {
            long began = nanos.getAsLong();
            return prober.attempt(attempt).doOnNext(outcome -> log(attempt, outcome, nanos.getAsLong() - began));
        });
    }

    private static void log(Attempt attempt, ProbeOutcome outcome, long took) {
        Failure failure = outcome instanceof ProbeOutcome.Failed failed
                ? failed.failure()
                : outcome.observation().laterFailure();
        LOG.atDebug()
                .addKeyValue("target", attempt.target().id())
                .addKeyValue("address", Wording.address(attempt.address()))
                .addKeyValue(
                        "attempt",
                        attempt.number() + "/"
                                + attempt.target().settings().retry().attempts())
                .addKeyValue("stage", failure == null ? "quit" : failure.stage().label())
                .addKeyValue(
                        "outcome",
                        failure == null ? "answered" : failure.reason().label())
                .addKeyValue("ms", took / 1_000_000)
                .log("attempt ended");
    }
}
