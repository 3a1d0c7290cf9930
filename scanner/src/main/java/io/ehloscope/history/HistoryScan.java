package io.ehloscope.history;

import java.time.Duration;
import java.time.Instant;

/**
 * One scan in the history.
 *
 * @param id grows from scan to scan; 0 before it is written
 * @param scanner which scanner made it: the name that it says in EHLO
 * @param whole whether it was a whole scan rather than a look at some targets
 * @param startedAt when it began
 * @param finishedAt when it ended
 * @param duration how long it took
 * @param targets how many targets were looked at
 * @param findings how many of them had a finding
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
