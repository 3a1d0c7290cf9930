package io.ehloscope.plan;

import java.time.Duration;

/**
 * When the service scans.
 *
 * @param interval from the start of one scan to the start of the next
 * @param recheck how soon a target with a finding is looked at again
 */
public record Schedule(Duration interval, Duration recheck) {

    /** Every 15 minutes; findings again after one. */
    public static final Schedule DEFAULT = new Schedule(Duration.ofMinutes(15), Duration.ofMinutes(1));
}
