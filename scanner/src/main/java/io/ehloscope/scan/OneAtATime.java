package io.ehloscope.scan;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Runs what it is given one after another, on the thread of whoever gave something last: whoever puts an event in empties
 * the queue, unless somebody is at it already. So what the events touch needs no lock.
 */
final class OneAtATime {

    private final Runnable afterEach;
    private final Consumer<RuntimeException> bug;
    private final Queue<Runnable> events = new ConcurrentLinkedQueue<>();
    private final AtomicInteger work = new AtomicInteger();
    private boolean over;

    /**
     * An empty queue.
     *
     * @param afterEach is run whenever the queue was emptied
     * @param bug is told what an event threw; or everybody would wait for ever for whoever was at it
     */
    OneAtATime(Runnable afterEach, Consumer<RuntimeException> bug) {
        this.afterEach = afterEach;
        this.bug = bug;
    }

    /** Nothing more is run; for events to call. */
    void end() {
        over = true;
    }

    /** Runs it now, or has it run by whoever is at it. */
    void run(Runnable event) {
        events.add(event);
        if (work.getAndIncrement() != 0) {
            return;
        }
        int missed = 1;
        do {
            try {
                for (Runnable each = events.poll(); each != null; each = events.poll()) {
                    if (!over) {
                        each.run();
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
