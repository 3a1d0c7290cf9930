package io.ehloscope.history;

import io.ehloscope.drift.Change;
import java.time.Instant;

/**
 * One change of a target, and when it was observed.
 *
 * @param target the target's id
 * @param site the name of the target's site
 * @param at when the probe that observed it ended
 * @param change the change
 */
public record HistoryChange(String target, String site, Instant at, Change change) {}
