package io.ehloscope.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SerialExecutorTest {

    private static final int MANY = 3 * SerialExecutor.IN_A_ROW;

    private final Queue<Runnable> left = new ArrayDeque<>();
    private final List<Integer> seen = new ArrayList<>();
    private final List<RuntimeException> bugs = new ArrayList<>();
    private int drained;
    private final SerialExecutor events = new SerialExecutor(() -> drained++, bugs::add, left::add);

    @Test
    void eventAddedByAnEventRunsAfterIt() {
        events.run(() -> {
            events.run(() -> seen.add(2));
            seen.add(1);
        });
        assertThat(seen).containsExactly(1, 2);
        assertThat(drained).isPositive();
    }

    @Test
    void threadThatHasRunManyEventsHandsOver() {
        events.run(() -> chain(1));
        assertThat(seen).hasSize(SerialExecutor.IN_A_ROW);
        assertThat(drained).as("not drained yet").isZero();
        events.run(() -> seen.add(0));
        assertThat(seen)
                .as("the other executor drains the queue, although it has not begun")
                .hasSize(SerialExecutor.IN_A_ROW);

        for (Runnable rest = left.poll(); rest != null; rest = left.poll()) {
            rest.run();
        }
        assertThat(seen).hasSize(MANY + 1).contains(MANY);
        assertThat(drained).isPositive();
    }

    @Test
    void exceptionOfAnEventIsReportedAndTheQueueContinues() {
        RuntimeException thrown = new IllegalStateException("a bug");
        events.run(() -> {
            events.run(() -> seen.add(2));
            throw thrown;
        });
        assertThat(bugs).containsExactly(thrown);
        events.run(() -> seen.add(3));
        assertThat(seen).containsExactly(2, 3);
    }

    @Test
    void noEventRunsAfterTheEnd() {
        events.run(events::end);
        events.run(() -> seen.add(1));
        assertThat(seen).isEmpty();
        assertThat(drained).isZero();
    }

    /** The other executor may be shut down by then. */
    @Test
    void nothingIsHandedOverAfterTheEnd() {
        events.run(() -> {
            for (int i = 2; i < SerialExecutor.IN_A_ROW; i++) {
                int number = i;
                events.run(() -> seen.add(number));
            }
            events.run(events::end);
        });
        assertThat(seen).hasSize(SerialExecutor.IN_A_ROW - 2);
        assertThat(left).isEmpty();
    }

    @Test
    void eventsOfManyThreadsRunOneAtATimeAndNoneIsLost() throws Exception {
        int producers = 4;
        CountDownLatch all = new CountDownLatch(producers * MANY);
        ExecutorService relief = Executors.newSingleThreadExecutor();
        ExecutorService threads = Executors.newFixedThreadPool(producers);
        try {
            SerialExecutor shared = new SerialExecutor(() -> drained++, bugs::add, relief);
            for (int producer = 0; producer < producers; producer++) {
                threads.execute(() -> {
                    for (int i = 0; i < MANY; i++) {
                        shared.run(() -> {
                            seen.add(seen.size()); // not thread-safe
                            all.countDown();
                        });
                    }
                });
            }
            assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(seen).hasSize(producers * MANY).doesNotHaveDuplicates();
            assertThat(bugs).isEmpty();
        } finally {
            threads.shutdown();
            relief.shutdown();
        }
    }

    private void chain(int number) {
        seen.add(number);
        if (number < MANY) {
            events.run(() -> chain(number + 1));
        }
    }
}
