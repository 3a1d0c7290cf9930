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
 * Ends a service that lives on in name only: one whose event loop has ended, or whose heap is so full that it does nothing
 * but collect garbage. Runs on a thread of its own, which depends on no other and allocates next to nothing.
 */
public final class LivenessMonitor implements AutoCloseable {

    private static final Duration BETWEEN = Duration.ofSeconds(2);

    private final List<EventExecutor> loops;
    private final CollectorShare collector = new CollectorShare();
    private final CountDownLatch over = new CountDownLatch(1);
    private final LongSupplier nanos;
    private final Thread thread;

    /**
     * A monitor that has not begun.
     *
     * @param loops must live until this is closed
     * @param nanos for durations
     */
    public LivenessMonitor(List<EventExecutor> loops, LongSupplier nanos) {
        this.loops = List.copyOf(loops);
        this.nanos = nanos;
        this.thread = new Thread(this::watch, "vital-signs");
        thread.setDaemon(true);
    }

    /** Watches from now on. */
    public void begin() {
        thread.start();
    }

    /** Watches no more. */
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

    /** How much of the time is spent in collections. Not thread-safe. */
    public static final class CollectorShare {

        /** The rest is too little for any work. */
        private static final double ALL = 0.95;

        private static final long LONG = TimeUnit.MINUTES.toNanos(1);

        private boolean begun;
        private long since;
        private long last;
        private long collectedThen;

        /**
         * Whether for a minute nearly all time went into collections.
         *
         * @param now nanoseconds of a clock that only goes forward
         * @param collected nanoseconds that all collections took until now
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
