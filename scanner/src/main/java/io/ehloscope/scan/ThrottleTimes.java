package io.ehloscope.scan;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Which limit holds dialogues back, and for how long it has. Times are nanoseconds. Not thread-safe. */
final class ThrottleTimes {

    private final ScanObserver observer;
    private @Nullable ScanLimit by;
    private long since;

    ThrottleTimes(ScanObserver observer) {
        this.observer = observer;
    }

    /** From now on it is this one; null for none. What was until now is told. */
    void by(@Nullable ScanLimit limit, long now) {
        if (by != null) {
            observer.heldBack(by, Duration.ofNanos(now - since));
        }
        by = limit;
        since = now;
    }
}
