package io.ehloscope.runtime;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Measures the lag of event loops: each runs a probe task four times a second, and a task that runs more than a second
 * late is recorded. The cost is a few microseconds per second. A stopped process or a suspended machine also appears as
 * lag. Thread-safe.
 */
public final class EventLoopLag implements AutoCloseable {

    /** A lag of up to this duration is ignored. */
    static final Duration NOTABLE = Duration.ofSeconds(1);

    private static final Duration BEAT = Duration.ofMillis(250);

    /** The maximum number of recorded lags; the oldest is removed first. */
    private static final int REMEMBERED = 64;

    private final LongSupplier nanos;
    private final Consumer<Duration> observer;
    private final List<Pulse> pulses = new ArrayList<>();
    private final Deque<Late> late = new ArrayDeque<>();

    /**
     * Starts to measure.
     *
     * @param loops the event loops of the dialogues
     * @param nanos a monotonic clock in nanoseconds
     * @param observer receives the lag of each probe task, on the event loop that ran it; must not block
     */
    public EventLoopLag(Iterable<? extends EventExecutor> loops, LongSupplier nanos, Consumer<Duration> observer) {
        this.nanos = nanos;
        this.observer = observer;
        loops.forEach(loop -> pulses.add(new Pulse(loop, nanos.getAsLong())));
    }

    /**
     * Returns the largest lag of any event loop since {@code then}, a time of the clock in nanoseconds; zero if no lag
     * exceeded one second. The present lag of a loop counts, too.
     */
    public Duration worstSince(long then) {
        long worst = 0;
        synchronized (late) {
            for (Late each : late) {
                worst = each.noticedAt - then >= 0 ? Math.max(worst, each.by) : worst;
            }
        }
        long now = nanos.getAsLong();
        for (Pulse pulse : pulses) {
            worst = Math.max(worst, now - pulse.due);
        }
        return worst > NOTABLE.toNanos() ? Duration.ofNanos(worst) : Duration.ZERO;
    }

    @Override
    public void close() {
        pulses.forEach(Pulse::end);
    }

    private void remember(long now, long by) {
        if (by > NOTABLE.toNanos()) {
            synchronized (late) {
                if (late.size() == REMEMBERED) {
                    late.remove();
                }
                late.add(new Late(now, by));
            }
        }
    }

    /** A probe task that ran late, in nanoseconds of the clock. */
    private record Late(long noticedAt, long by) {}

    /** The repeated probe task of one event loop. */
    private final class Pulse {
        private final EventExecutor loop;
        private volatile long due;
        private volatile boolean ended;
        private volatile ScheduledFuture<?> next;

        Pulse(EventExecutor loop, long now) {
            this.loop = loop;
            this.due = now + BEAT.toNanos();
            this.next = scheduled();
        }

        private ScheduledFuture<?> scheduled() {
            return loop.schedule(this::beat, BEAT.toNanos(), TimeUnit.NANOSECONDS);
        }

        private void beat() {
            long now = nanos.getAsLong();
            remember(now, now - due);
            observer.accept(Duration.ofNanos(Math.max(0, now - due)));
            due = now + BEAT.toNanos();
            if (!ended) {
                next = scheduled();
            }
        }

        void end() {
            ended = true;
            next.cancel(false);
        }
    }
}
