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
 * Measures by how much event loops are behind: each is asked for a sign of life four times a second, and a sign that comes
 * more than a second late is remembered. That costs a few microseconds a second. A whole process that was stopped, or a
 * machine that slept, shows in the same way. Thread-safe.
 */
public final class EventLoopLag implements AutoCloseable {

    /** Less than this is nothing to speak of. */
    static final Duration NOTABLE = Duration.ofSeconds(1);

    private static final Duration BEAT = Duration.ofMillis(250);

    /** What is older than so many more recent ones was long ago. */
    private static final int REMEMBERED = 64;

    private final LongSupplier nanos;
    private final Consumer<Duration> behind;
    private final List<Pulse> pulses = new ArrayList<>();
    private final Deque<Late> late = new ArrayDeque<>();

    /**
     * Begins to measure.
     *
     * @param loops those of the dialogues
     * @param nanos the clock, in nanoseconds
     * @param behind is told of each sign of life by how much it came late, on the loop that gave it; must be quick
     */
    public EventLoopLag(Iterable<? extends EventExecutor> loops, LongSupplier nanos, Consumer<Duration> behind) {
        this.nanos = nanos;
        this.behind = behind;
        loops.forEach(loop -> pulses.add(new Pulse(loop, nanos.getAsLong())));
    }

    /**
     * By how much a loop was behind since then, at the worst; zero where none was by more than a second. A loop that is
     * behind now counts too.
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

    /** A sign of life that came late. */
    private record Late(long noticedAt, long by) {}

    /** One loop's signs of life. */
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
            behind.accept(Duration.ofNanos(Math.max(0, now - due)));
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
