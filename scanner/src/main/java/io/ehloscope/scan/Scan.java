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
 * The pipeline: names are looked up, addresses spoken to within the plan's limits, answers judged, and every target of the
 * plan gives exactly one result.
 */
public final class Scan {

    private final Parts parts;

    /**
     * What a scan is made of.
     *
     * @param resolver looks names up
     * @param prober has the dialogues
     * @param assess judges an outcome; pure
     * @param time where time comes from
     * @param lateness whether the scanner itself keeps time
     * @param random spreads the retries
     * @param observer is notified of what happens
     * @param shortages is notified of shortages on this machine
     */
    public record Parts(
            Resolver resolver,
            Prober prober,
            BiFunction<ProbeOutcome, Expectation, Assessment> assess,
            TimeSource time,
            LagProbe lateness,
            DoubleSupplier random,
            ScanObserver observer,
            ShortageObserver shortages) {}

    /** A pipeline of these parts. Holds nothing between scans. */
    public Scan(Parts parts) {
        this.parts = parts;
    }

    /**
     * The plan with MX hosts in the place of their domains.
     *
     * @param stop once it signals, the plan is given as it is
     */
    public Mono<ResolvedPlan> locate(Plan plan, Publisher<?> stop) {
        return new MxExpansion(parts)
                .expand(plan)
                .takeUntilOther(stop)
                .defaultIfEmpty(new ResolvedPlan(plan, Map.of()));
    }

    /**
     * One scan for each subscriber. Results come as targets finish; no more targets are at work than results are asked for.
     * Cancelling closes every connection and gives nothing more.
     *
     * @param resolvedPlan the plan
     * @param stop once it signals, every connection is closed and the targets that are not finished are given as they are
     *     known, or as skipped
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
