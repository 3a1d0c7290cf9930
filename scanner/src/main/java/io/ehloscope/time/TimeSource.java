package io.ehloscope.time;

import java.time.Clock;
import java.util.function.LongSupplier;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The source of time, so that tests can set the time.
 *
 * @param clock for timestamps
 * @param nanos for durations: a monotonic clock, in nanoseconds
 * @param timers for delays; runs in step with {@code nanos}
 */
public record TimeSource(Clock clock, LongSupplier nanos, Scheduler timers) {

    /** The system clocks and the shared parallel scheduler, for code that no test runs in virtual time. */
    public static TimeSource system() {
        return system(Schedulers.parallel());
    }

    /**
     * The system clocks.
     *
     * @param timers for delays
     */
    public static TimeSource system(Scheduler timers) {
        return new TimeSource(Clock.systemUTC(), System::nanoTime, timers);
    }
}
