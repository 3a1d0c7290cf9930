package io.ehloscope.scan;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;
import reactor.core.scheduler.Scheduler;

/**
 * Where time comes from, so that tests can say what time it is.
 *
 * @param clock for stamps
 * @param nanos for durations: nanoseconds that no one can set back
 * @param timers for waits; in step with {@code nanos}
 */
public record Timekeeper(Clock clock, LongSupplier nanos, Scheduler timers) {

    /** The date, in UTC. */
    LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
