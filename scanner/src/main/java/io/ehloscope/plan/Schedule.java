package io.ehloscope.plan;

import java.time.Duration;

/**
 * When the service scans.
 *
 * @param interval from the start of one scan to the start of the next
 * @param recheck the time after which a target with a finding is probed again
 */
public record Schedule(Duration interval, Duration recheck) {

    /** A scan every 15 minutes; findings are rechecked after 1 minute. */
    public static final Schedule DEFAULT = new Schedule(Duration.ofMinutes(15), Duration.ofMinutes(1));
}
