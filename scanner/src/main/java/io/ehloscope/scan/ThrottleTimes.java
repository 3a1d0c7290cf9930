package io.ehloscope.scan;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Measures for how long each limit holds dialogues back. Times are nanoseconds. Not thread-safe. */
final class ThrottleTimes {

    private final ScanObserver observer;
    private @Nullable ScanLimit by;
    private long since;

    ThrottleTimes(ScanObserver observer) {
        this.observer = observer;
    }

    /** From now on this limit holds dialogues back, or none if null; reports the time of the limit before it. */
    void by(@Nullable ScanLimit limit, long now) {
        if (by != null) {
            observer.heldBack(by, Duration.ofNanos(now - since));
        }
        by = limit;
        since = now;
    }
}
