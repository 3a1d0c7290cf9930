package io.ehloscope.scan;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Runs what it is given one after another, on the thread of whoever gave something last: whoever puts an event in empties
 * the queue, unless somebody is at it already. So what the events touch needs no lock. Where others put in faster than one can take
 * out, whoever is at it would be at it for ever, and an event loop would hear its own connections no more: so the rest is
 * left to a thread that has nothing else to do.
 */
final class SerialExecutor {

    /** Events that one thread runs in a row: some milliseconds of work. */
    static final int IN_A_ROW = 256;

    private final Runnable afterEach;
    private final Consumer<RuntimeException> bug;
    private final Executor relief;
    private final Queue<Runnable> events = new ConcurrentLinkedQueue<>();
    private final AtomicInteger work = new AtomicInteger();
    private boolean over;

    /**
     * An empty queue.
     *
     * @param afterEach is run whenever the queue was emptied
     * @param bug is told what an event threw; or everybody would wait for ever for whoever was at it
     * @param relief takes over where one thread has run {@value #IN_A_ROW} events in a row
     */
    SerialExecutor(Runnable afterEach, Consumer<RuntimeException> bug, Executor relief) {
        this.afterEach = afterEach;
        this.bug = bug;
        this.relief = relief;
    }

    /** Nothing more is run; for events to call. */
    void end() {
        over = true;
    }

    /** Runs it now, or has it run by whoever is at it. */
    void run(Runnable event) {
        events.add(event);
        if (work.getAndIncrement() == 0) {
            empty();
        }
    }

    private void empty() {
        int left = IN_A_ROW;
        int missed = work.get();
        do {
            try {
                for (Runnable each = events.poll(); each != null; each = events.poll()) {
                    if (!over) {
                        each.run();
                        left--;
                    }
                    if (left == 0 && !over) {
                        relief.execute(this::empty);
                        return;
                    }
                }
                if (!over) {
                    afterEach.run();
                }
            } catch (RuntimeException thrown) {
                bug.accept(thrown);
            }
            missed = work.addAndGet(-missed);
        } while (missed != 0);
    }
}
