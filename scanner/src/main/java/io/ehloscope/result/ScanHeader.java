package io.ehloscope.result;

import io.ehloscope.plan.Plan;
import java.time.Instant;

/**
 * What is known when a scan begins.
 *
 * @param source the inventory, as the user named it
 * @param version the program's version
 * @param ehloName the name said in EHLO
 * @param startedAt when it began
 * @param targets how many targets the plan has
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
