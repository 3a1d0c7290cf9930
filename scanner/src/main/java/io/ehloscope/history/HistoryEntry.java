package io.ehloscope.history;

import java.util.List;

/**
 * An entry of the history; it is written completely or not at all.
 *
 * @param scan the scan
 * @param changes the changes that the scan detected
 */
public record HistoryEntry(HistoryScan scan, List<HistoryChange> changes) {

    /** Copies the list. */
    public HistoryEntry {
        changes = List.copyOf(changes);
    }
}
