/**
 * What became of each target over time: {@link io.ehloscope.history.Recorder} notices changes,
 * {@link io.ehloscope.history.HistoryWriter} hands them to a {@link io.ehloscope.history.HistoryStore}, which no scan waits
 * for: an {@link io.ehloscope.history.EmbeddedHistory} in SQLite, or a {@link io.ehloscope.history.PostgresHistory}.
 */
@NullMarked
package io.ehloscope.history;

import org.jspecify.annotations.NullMarked;
