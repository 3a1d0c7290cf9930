package io.ehloscope.report;

import io.ehloscope.result.ScanHeader;
import io.ehloscope.result.ScanSummary;
import io.ehloscope.result.TargetResult;
import java.io.IOException;

/**
 * An output format. The methods are called in this order and never concurrently: {@link #begin}, {@link #result} once
 * per target as it finishes and {@link #tick} between, {@link #end}. Nothing is written after {@code end}; the writer is flushed, not closed.
 */
public interface Report {

    /** The scan begins. */
    void begin(ScanHeader header) throws IOException;

    /** A target is finished. */
    void result(TargetResult result) throws IOException;

    /** Called several times a second during the scan, also while no target finishes. */
    default void tick() throws IOException {}

    /** The scan has ended. */
    void end(ScanSummary summary) throws IOException;
}
