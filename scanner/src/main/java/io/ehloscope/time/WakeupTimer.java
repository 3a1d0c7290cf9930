package io.ehloscope.time;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/** One timer for the next thing that time alone will bring. Not thread-safe; rings on a thread of the timers. */
public final class WakeupTimer {

    private final TimeSource time;
    private final Runnable ring;
    private @Nullable Disposable running;
    private long at;

    public WakeupTimer(TimeSource time, Runnable ring) {
        this.time = time;
        this.ring = ring;
    }

    /** Rings at this time at the latest; an earlier ring that is set already stays. */
    public void set(long when, long now) {
        if (running != null && at - when <= 0) {
            return;
        }
        off();
        at = when;
        running = time.timers().schedule(ring, Math.max(0, when - now), TimeUnit.NANOSECONDS);
    }

    /** It has rung, or is not wanted any more. */
    public void off() {
        if (running != null) {
            running.dispose();
            running = null;
        }
    }
}
