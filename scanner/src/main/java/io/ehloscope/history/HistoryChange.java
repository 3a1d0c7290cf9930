package io.ehloscope.history;

import io.ehloscope.drift.Change;
import java.time.Instant;

/**
 * One thing that changed about a target, and when that was seen.
 *
 * @param target its id
 * @param site its site's name
 * @param at when the probe that saw it ended
 * @param change what changed
 */
public record HistoryChange(String target, String site, Instant at, Change change) {}
