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

class FleetEncodingTest {

    private final List<Runnable> work = new ArrayList<>();
    private final FleetCollector fleet = new FleetCollector();
    private final Scheduler encoder = Schedulers.fromExecutor(work::add);
    private final FleetEncoding encoding = new FleetEncoding(fleet.current(), encoder);
    private final List<DeflateBlock> given = new ArrayList<>();

    @Test
    void aSnapshotIsEncodedOnceForAllWhoAsk() {
        fleet.publish(FixedScan.completed(PerTarget.ALL));
        ask(MetricsFormat.TEXT);
        ask(MetricsFormat.TEXT);
        assertThat(work).hasSize(1);
        done();
        ask(MetricsFormat.TEXT);

        assertThat(work).isEmpty();
        assertThat(given).hasSize(3).allMatch(each -> each == given.get(0));
    }

    @Test
    void eachFormatAndEachSnapshotIsAnother() {
        fleet.publish(FixedScan.completed(PerTarget.ALL));
        ask(MetricsFormat.TEXT);
        ask(MetricsFormat.OPENMETRICS);
        done();
        fleet.publish(FixedScan.completed(PerTarget.ALL));
        ask(MetricsFormat.TEXT);
        done();

        assertThat(given).hasSize(3).doesNotHaveDuplicates();
    }

    @Test
    void whoeverLeavesTakesNothingFromTheOthers() {
        fleet.publish(FixedScan.completed(PerTarget.ALL));
        Disposable first = ask(MetricsFormat.TEXT);
        ask(MetricsFormat.TEXT);
        first.dispose();
        done();

        assertThat(given).hasSize(1);
    }

    @Test
    void thatItCouldNotBeDoneIsNotKept() {
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

    private Disposable ask(MetricsFormat format) {
        return encoding.in(format).subscribe(given::add);
    }

    private void done() {
        List.copyOf(work).forEach(Runnable::run);
        work.clear();
    }
}
