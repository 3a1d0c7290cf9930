package io.ehloscope.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ehloscope.daemon.ServiceControls;
import io.ehloscope.metrics.FleetCollector;
import io.ehloscope.plan.Plan;
import io.ehloscope.plan.Target;
import io.ehloscope.plan.TargetSelector;
import io.ehloscope.result.ScanResult;
import io.ehloscope.scan.SampleResults;
import io.ehloscope.service.LoopObserver;
import io.ehloscope.service.Reload;
import io.ehloscope.service.Requests;
import io.ehloscope.service.ScanLoop;
import io.ehloscope.snapshot.Snapshot;
import io.ehloscope.time.TimeSource;
import io.ehloscope.yaml.ConfigException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Requests for scans reach the scan loop. */
class ScansOnDemandTest {

    private final ScanResult scan = SampleResults.scan();
    private final Plan plan = scan.plan();
    private final FleetCollector fleet = new FleetCollector();
    private final Requests requests = new Requests();
    private final ServiceControls controls =
            new ServiceControls(plan, fleet.current(), requests, reload(), () -> "", List::of, null, null);

    @Test
    void emptySelectionRequestsAWholeScan() {
        assertThat(controls.scan(new TargetSelector(List.of(), List.of())))
                .isEqualTo(plan.targets().size());
        assertThat(done()).containsExactly("all");
    }

    @Test
    void selectionRequestsOnlyItsTargets() {
        Target one = plan.targets().get(0);
        assertThat(controls.scan(new TargetSelector(List.of(), List.of(one.id()))))
                .isEqualTo(1);
        assertThat(done()).containsExactly(one.id());
    }

    @Test
    void selectionWithoutMatchIsRejected() {
        assertThatThrownBy(() -> controls.scan(new TargetSelector(List.of("nowhere"), List.of())))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("nowhere");
        assertThat(done()).isEmpty();
    }

    /** Runs a scan loop with the requests and returns the ids of the targets that it scans, or {@code all}. */
    private List<String> done() {
        List<String> done = new ArrayList<>();
        VirtualTimeScheduler timers = VirtualTimeScheduler.create();
        Clock clock = Clock.fixed(scan.header().startedAt(), ZoneOffset.UTC);
        ScanLoop.Scans scans = new ScanLoop.Scans() {
            @Override
            public Mono<ScanResult> whole(Plan all) {
                done.add("all");
                return Mono.never();
            }

            @Override
            public Mono<ScanResult> some(Plan some, Publisher<?> stop) {
                some.targets().forEach(each -> done.add(each.id()));
                return Mono.never();
            }
        };
        ScanLoop.Parts parts = new ScanLoop.Parts(
                scans,
                result -> Mono.just(true),
                new TimeSource(clock, () -> timers.now(TimeUnit.NANOSECONDS), timers),
                () -> 0.5,
                Schedulers.immediate(),
                LoopObserver.NONE);
        new ScanLoop(parts, plan, Snapshot.first(scan, plan), requests)
                .run()
                .subscribe()
                .dispose();
        timers.dispose();
        return done;
    }

    private Reload reload() {
        return new Reload(
                () -> plan,
                requests,
                new Reload.ReloadObserver() {
                    @Override
                    public void inventoryRead() {}

                    @Override
                    public void inventoryRefused() {}
                },
                Schedulers.immediate());
    }
}
