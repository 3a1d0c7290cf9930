/**
 * The changes of each target over time: {@link io.ehloscope.history.ChangeRecorder} detects changes, and
 * {@link io.ehloscope.history.HistoryWriter} writes them, without blocking a scan, to a
 * {@link io.ehloscope.history.HistoryStore}: an {@link io.ehloscope.history.EmbeddedHistory} in SQLite, or a
 * {@link io.ehloscope.history.PostgresHistory}.
 */
@NullMarked
package io.ehloscope.history;

import org.jspecify.annotations.NullMarked;
