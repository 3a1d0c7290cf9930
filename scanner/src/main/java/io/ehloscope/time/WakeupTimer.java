package io.ehloscope.time;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/** A single timer for the next wakeup. Not thread-safe; the callback runs on a thread of {@link TimeSource#timers}. */
public final class WakeupTimer {

    private final TimeSource time;
    private final Runnable callback;
    private @Nullable Disposable running;
    private long at;

    /** A timer that is not set. */
    public WakeupTimer(TimeSource time, Runnable callback) {
        this.time = time;
        this.callback = callback;
    }

    /**
     * Runs the callback at this time at the latest, in nanoseconds of {@link TimeSource#nanos}; a wakeup that is set
     * for the same time or earlier stays.
     */
    public void set(long when, long now) {
        if (running != null && at - when <= 0) {
            return;
        }
        off();
        at = when;
        running = time.timers().schedule(callback, Math.max(0, when - now), TimeUnit.NANOSECONDS);
    }

    /**
     * Clears the timer and cancels a pending callback. Call this too after the callback has run: until then, the time
     * that was set counts as pending.
     */
    public void off() {
        if (running != null) {
            running.dispose();
            running = null;
        }
    }
}
