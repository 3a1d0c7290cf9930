package io.ehloscope.scan;

import io.ehloscope.classify.Assessment;
import io.ehloscope.classify.Expectation;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.plan.Plan;
import io.ehloscope.resolve.Resolver;
import io.ehloscope.result.TargetResult;
import io.ehloscope.time.TimeSource;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.DoubleSupplier;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;

/**
 * The pipeline: looks names up, has dialogues within the limits of the plan, assesses the replies, and emits exactly
 * one result for each target of the plan.
 */
public final class Scan {

    private final Parts parts;

    /**
     * The parts of a scan.
     *
     * @param resolver looks names up
     * @param prober opens the connections
     * @param addresses the connections of all scans that run at the same time
     * @param assess assesses an outcome; pure
     * @param time the clock and the timers
     * @param lag measures the lag of the scanner's own event loops
     * @param random for the jitter of retries, from 0 inclusive to 1 exclusive
     * @param observer is notified of events
     * @param shortages is notified of shortages on this machine
     */
    public record Parts(
            Resolver resolver,
            Prober prober,
            AddressSlots addresses,
            BiFunction<ProbeOutcome, Expectation, Assessment> assess,
            TimeSource time,
            LagProbe lag,
            DoubleSupplier random,
            ScanObserver observer,
            ShortageObserver shortages) {}

    /** A pipeline of these parts. Has no state between scans. */
    public Scan(Parts parts) {
        this.parts = parts;
    }

    /**
     * The plan with MX hosts instead of their domains.
     *
     * @param stop when it signals, the plan is emitted unchanged
     */
    public Mono<ResolvedPlan> locate(Plan plan, Publisher<?> stop) {
        return new MxExpansion(parts)
                .expand(plan)
                .takeUntilOther(stop)
                .defaultIfEmpty(new ResolvedPlan(plan, Map.of()));
    }

    /**
     * One scan for each subscriber. Results are emitted as targets finish; no more targets are probed at the same time
     * than results are requested. Cancelling closes every connection and emits nothing more.
     *
     * @param resolvedPlan the plan
     * @param stop when it signals, every connection is closed and the targets that are not finished are emitted as
     *     skipped
     */
    public Flux<TargetResult> results(ResolvedPlan resolvedPlan, Publisher<?> stop) {
        return Flux.create(
                sink -> {
                    ScanExecution run = new ScanExecution(resolvedPlan, parts, sink);
                    Disposable watch = Flux.from(stop).take(1).subscribe(signal -> run.stop());
                    sink.onDispose(() -> {
                        watch.dispose();
                        run.cancel();
                    });
                    sink.onRequest(more -> run.proceed());
                },
                FluxSink.OverflowStrategy.BUFFER);
    }
}
