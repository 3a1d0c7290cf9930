package io.ehloscope.report;

import io.ehloscope.result.ScanHeader;
import io.ehloscope.result.ScanSummary;
import io.ehloscope.result.TargetResult;
import java.io.IOException;

/**
 * An output. Called in this order, never by two threads at once: {@link #begin}, {@link #result} once per target as it
 * finishes, {@link #end}. Nothing is written after {@code end}, and the writer it was made with is flushed, not closed.
 */
public interface Report {

    /** The scan begins. */
    void begin(ScanHeader header) throws IOException;

    /** A target is done. */
    void result(TargetResult result) throws IOException;

    /** The scan is over. */
    void end(ScanSummary summary) throws IOException;
}
