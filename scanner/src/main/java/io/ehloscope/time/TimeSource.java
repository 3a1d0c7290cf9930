package io.ehloscope.time;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Where time comes from, so that tests can say what time it is.
 *
 * @param clock for stamps
 * @param nanos for durations: nanoseconds that no one can set back
 * @param timers for waits; in step with {@code nanos}
 */
public record TimeSource(Clock clock, LongSupplier nanos, Scheduler timers) {

    /** The date, in UTC. */
    public LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    /** The time of this machine, for code that no test runs in virtual time. */
    public static TimeSource system() {
        return system(Schedulers.parallel());
    }

    /**
     * The time of this machine.
     *
     * @param timers for waits
     */
    public static TimeSource system(Scheduler timers) {
        return new TimeSource(Clock.systemUTC(), System::nanoTime, timers);
    }
}
