package io.ehloscope.runtime;

import io.netty.util.concurrent.EventExecutor;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Terminates a service that can no longer work: one of its event loops has ended, or its heap is so full that it only
 * collects garbage. Runs on its own thread, which depends on no other thread and allocates almost no memory.
 */
public final class LivenessMonitor implements AutoCloseable {

    private static final Duration BETWEEN = Duration.ofSeconds(2);

    private final List<EventExecutor> loops;
    private final CollectorShare collector = new CollectorShare();
    private final CountDownLatch over = new CountDownLatch(1);
    private final LongSupplier nanos;
    private final Thread thread;

    /**
     * Creates a monitor that is not started.
     *
     * @param loops the event loops that must run until this is closed
     * @param nanos a monotonic clock in nanoseconds
     */
    public LivenessMonitor(List<EventExecutor> loops, LongSupplier nanos) {
        this.loops = List.copyOf(loops);
        this.nanos = nanos;
        this.thread = new Thread(this::watch, "vital-signs");
        thread.setDaemon(true);
    }

    /** Starts monitoring, every two seconds. */
    public void begin() {
        thread.start();
    }

    /** Stops monitoring. */
    @Override
    public void close() {
        over.countDown();
    }

    private void watch() {
        List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
        try {
            while (!over.await(BETWEEN.toMillis(), TimeUnit.MILLISECONDS)) {
                for (EventExecutor each : loops) {
                    if (each.isShuttingDown()) {
                        FatalError.endThread("an event loop");
                    }
                }
                long collected = 0;
                for (GarbageCollectorMXBean each : collectors) {
                    collected += Math.max(0, each.getCollectionTime());
                }
                if (collector.isAll(nanos.getAsLong(), TimeUnit.MILLISECONDS.toNanos(collected))) {
                    FatalError.endCollecting();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The share of time spent in garbage collections. Not thread-safe. */
    public static final class CollectorShare {

        /** The share from which on the rest is too little for any work. */
        private static final double ALL = 0.95;

        private static final long LONG = TimeUnit.MINUTES.toNanos(1);

        private boolean begun;
        private long since;
        private long last;
        private long collectedThen;

        /**
         * Whether nearly all time of the last minute went into collections.
         *
         * @param now the time of a monotonic clock in nanoseconds
         * @param collected the total duration of all collections so far in nanoseconds
         */
        public boolean isAll(long now, long collected) {
            boolean busy = begun && collected - collectedThen >= ALL * (now - last);
            if (!busy) {
                since = now;
            }
            begun = true;
            last = now;
            collectedThen = collected;
            return now - since >= LONG;
        }
    }
}
