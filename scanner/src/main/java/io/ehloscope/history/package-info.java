/**
 * What became of each target over time: {@link io.ehloscope.history.Recorder} notices changes,
 * {@link io.ehloscope.history.HistoryWriter} hands them to a {@link io.ehloscope.history.HistoryStore} without anybody
 * waiting for it, and {@link io.ehloscope.history.SqlHistory} keeps them in a database, embedded or PostgreSQL.
 */
@NullMarked
package io.ehloscope.history;

import org.jspecify.annotations.NullMarked;
