package io.ehloscope.history;

import java.time.Duration;
import java.time.Instant;

/**
 * One scan in the history.
 *
 * @param id increases from scan to scan; 0 before the scan is written
 * @param scanner the scanner that made it: the name that it sends in EHLO
 * @param whole whether it is a scan of the whole inventory, and not a probe of some targets
 * @param startedAt when it began
 * @param finishedAt when it ended
 * @param duration how long it took
 * @param targets the number of probed targets
 * @param findings the number of targets with a finding
 */
public record HistoryScan(
        long id,
        String scanner,
        boolean whole,
        Instant startedAt,
        Instant finishedAt,
        Duration duration,
        int targets,
        int findings) {}
