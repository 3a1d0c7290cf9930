package io.ehloscope.history;

import java.util.List;

/**
 * What is written to the history at once, all of it or nothing.
 *
 * @param scan a scan
 * @param changes what it showed to have changed
 */
public record HistoryEntry(HistoryScan scan, List<HistoryChange> changes) {

    /** Copies the list. */
    public HistoryEntry {
        changes = List.copyOf(changes);
    }
}
