package io.ehloscope.web.exposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ehloscope.metrics.FixedScan;
import io.ehloscope.metrics.FleetCollector;
import io.ehloscope.plan.PerTarget;
import io.ehloscope.web.http.DeflateBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The encoding of the fleet's series: once for each snapshot and format. */
class FleetEncodingTest {

    private final List<Runnable> tasks = new ArrayList<>();
    private final FleetCollector fleet = new FleetCollector();
    private final Scheduler encoder = Schedulers.fromExecutor(tasks::add);
    private final FleetEncoding encoding = new FleetEncoding(fleet.current(), encoder);
    private final List<DeflateBlock> received = new ArrayList<>();

    @Test
    void concurrentRequestsShareOneEncoding() {
        fleet.publish(FixedScan.completed(PerTarget.ALL));
        request(MetricsFormat.TEXT);
        request(MetricsFormat.TEXT);
        assertThat(tasks).hasSize(1);
        runTasks();
        request(MetricsFormat.TEXT);

        assertThat(tasks).isEmpty();
        assertThat(received).hasSize(3).allMatch(each -> each == received.get(0));
    }

    @Test
    void eachFormatAndSnapshotIsEncodedSeparately() {
        fleet.publish(FixedScan.completed(PerTarget.ALL));
        request(MetricsFormat.TEXT);
        request(MetricsFormat.OPENMETRICS);
        runTasks();
        fleet.publish(FixedScan.completed(PerTarget.ALL));
        request(MetricsFormat.TEXT);
        runTasks();

        assertThat(received).hasSize(3).doesNotHaveDuplicates();
    }

    @Test
    void cancelledRequestDoesNotAffectOthers() {
        fleet.publish(FixedScan.completed(PerTarget.ALL));
        Disposable first = request(MetricsFormat.TEXT);
        request(MetricsFormat.TEXT);
        first.dispose();
        runTasks();

        assertThat(received).hasSize(1);
    }

    @Test
    void failureIsNotCached() {
        boolean[] busy = {true};
        FleetEncoding other = new FleetEncoding(fleet.current(), new Scheduler() {
            @Override
            public Disposable schedule(Runnable task) {
                if (busy[0]) {
                    throw new RejectedExecutionException("busy");
                }
                task.run();
                return Disposables.disposed();
            }

            @Override
            public Worker createWorker() {
                throw new UnsupportedOperationException();
            }
        });
        assertThatThrownBy(() -> other.in(MetricsFormat.TEXT).block()).isInstanceOf(RejectedExecutionException.class);
        busy[0] = false;

        assertThat(other.in(MetricsFormat.TEXT).block()).isNotNull();
    }

    private Disposable request(MetricsFormat format) {
        return encoding.in(format).subscribe(received::add);
    }

    private void runTasks() {
        List.copyOf(tasks).forEach(Runnable::run);
        tasks.clear();
    }
}
