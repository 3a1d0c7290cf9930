package io.ehloscope.service;

import io.ehloscope.scan.ScanResult;
import io.ehloscope.scan.Timekeeper;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Scans now and at every interval, counted from start to start. Scans never overlap: one that takes longer than the
 * interval is followed by the next at once, and that is said.
 */
public final class ScanLoop {

    private static final Logger LOG = LoggerFactory.getLogger(ScanLoop.class);

    private final Mono<ScanResult> scan;
    private final Duration interval;
    private final Timekeeper time;
    private final Consumer<ScanResult> publish;

    /**
     * A loop that does nothing until it is subscribed to.
     *
     * @param scan one whole scan for each subscription
     * @param interval from start to start, positive
     * @param time measures the interval
     * @param publish takes each scan; must not throw
     */
    public ScanLoop(Mono<ScanResult> scan, Duration interval, Timekeeper time, Consumer<ScanResult> publish) {
        this.scan = scan;
        this.interval = interval;
        this.time = time;
        this.publish = publish;
    }

    /**
     * Runs until cancelled; a scan in progress is cancelled with it. A scan that fails, which is a bug, is logged, and the
     * next one begins at its time.
     */
    public Mono<Void> run() {
        return Flux.defer(this::once).repeat().then();
    }

    private Mono<Void> once() {
        long began = time.nanos().getAsLong();
        return scan.doOnNext(publish)
                .onErrorResume(RuntimeException.class, bug -> {
                    LOG.error("the scan failed, which is a bug; the results of the one before it stay", bug);
                    return Mono.empty();
                })
                .then(Mono.defer(() -> rest(Duration.ofNanos(time.nanos().getAsLong() - began))));
    }

    private Mono<Void> rest(Duration took) {
        Duration left = interval.minus(took);
        if (left.isNegative()) {
            LOG.atWarn()
                    .addKeyValue("took_seconds", took.toSeconds())
                    .addKeyValue("interval_seconds", interval.toSeconds())
                    .log("the scan took longer than the interval; the next one begins at once");
            return Mono.empty();
        }
        return Mono.delay(left, time.timers()).then();
    }
}
