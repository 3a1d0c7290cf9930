package io.ehloscope.scan;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Runs events one after another: a thread that adds an event drains the queue, unless another thread is draining it. So
 * the state that events change needs no lock. If other threads add events faster than one thread runs them, that thread
 * would never return, and if it is an event loop, its connections would wait. So after {@value #IN_A_ROW} events,
 * another executor continues.
 */
final class SerialExecutor {

    /** Events that one thread runs in a row: a few milliseconds of work. */
    static final int IN_A_ROW = 256;

    private final Runnable afterEach;
    private final Consumer<RuntimeException> bug;
    private final Executor relief;
    private final Queue<Runnable> events = new ConcurrentLinkedQueue<>();
    private final AtomicInteger work = new AtomicInteger();
    private boolean ended;

    /**
     * An empty queue.
     *
     * @param afterEach runs whenever the queue has been drained
     * @param bug receives what an event throws
     * @param relief continues after one thread has run {@value #IN_A_ROW} events in a row
     */
    SerialExecutor(Runnable afterEach, Consumer<RuntimeException> bug, Executor relief) {
        this.afterEach = afterEach;
        this.bug = bug;
        this.relief = relief;
    }

    /** No further event runs. Only events may call it. */
    void end() {
        ended = true;
    }

    /** Runs the event now, or after others on the thread that drains the queue. */
    void run(Runnable event) {
        events.add(event);
        if (work.getAndIncrement() == 0) {
            drain();
        }
    }

    private void drain() {
        int left = IN_A_ROW;
        int missed = work.get();
        do {
            try {
                for (Runnable each = events.poll(); each != null; each = events.poll()) {
                    if (!ended) {
                        each.run();
                        left--;
                    }
                    if (left == 0 && !ended) {
                        relief.execute(this::drain);
                        return;
                    }
                }
                if (!ended) {
                    afterEach.run();
                }
            } catch (RuntimeException thrown) {
                bug.accept(thrown);
            }
            missed = work.addAndGet(-missed);
        } while (missed != 0);
    }
}
