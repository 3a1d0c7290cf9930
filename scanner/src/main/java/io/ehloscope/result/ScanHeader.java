package io.ehloscope.result;

import io.ehloscope.plan.Plan;
import java.time.Instant;

/**
 * The facts that are known when a scan begins.
 *
 * @param source the inventory, as the user named it
 * @param version the program's version
 * @param ehloName the name that the scanner sends in EHLO
 * @param startedAt when the scan began
 * @param targets the number of targets in the plan
 */
public record ScanHeader(String source, String version, String ehloName, Instant startedAt, int targets) {

    /** The header of a scan of this plan. */
    public static ScanHeader of(Plan plan, String version, Instant startedAt) {
        return new ScanHeader(
                plan.source(),
                version,
                plan.ehloName(),
                startedAt,
                plan.targets().size());
    }
}
