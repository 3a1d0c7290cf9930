package io.ehloscope.scan;

import io.ehloscope.plan.Plan;
import io.ehloscope.result.ScanHeader;
import io.ehloscope.result.ScanRecorder;
import io.ehloscope.result.ScanResult;
import io.ehloscope.result.TargetResult;
import io.ehloscope.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** Runs a scan to its end and emits it as one value, with its results in the order of the plan. */
public final class WholeScan {

    private final Scan scan;
    private final TimeSource time;
    private final String version;

    /**
     * A runner of this pipeline.
     *
     * @param version of the program, for the header
     */
    public WholeScan(Scan scan, TimeSource time, String version) {
        this.scan = scan;
        this.time = time;
        this.version = version;
    }

    /**
     * One scan of the plan for each subscriber.
     *
     * @param stop ends it early, see {@link Scan#results}
     * @param keeping makes, for each scan, the function that reduces each result to the part to keep
     */
    public Mono<ScanResult> of(Plan plan, Publisher<?> stop, Supplier<UnaryOperator<TargetResult>> keeping) {
        return Mono.defer(() -> {
            Instant startedAt = time.clock().instant();
            long began = time.nanos().getAsLong();
            return scan.locate(plan, stop)
                    .flatMap(resolvedPlan -> collect(resolvedPlan, stop, keeping.get(), startedAt, began));
        });
    }

    private Mono<ScanResult> collect(
            ResolvedPlan resolvedPlan,
            Publisher<?> stop,
            UnaryOperator<TargetResult> keep,
            Instant startedAt,
            long began) {
        Plan plan = resolvedPlan.plan();
        return scan.results(resolvedPlan, stop)
                .map(keep)
                .collect(() -> new ScanRecorder(plan, ScanHeader.of(plan, version, startedAt)), ScanRecorder::add)
                .map(recorder -> recorder.finish(
                        time.clock().instant(), Duration.ofNanos(time.nanos().getAsLong() - began)));
    }
}
