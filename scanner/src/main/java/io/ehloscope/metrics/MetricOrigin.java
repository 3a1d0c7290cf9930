package io.ehloscope.metrics;

/** Where the values of a metric come from. */
public enum MetricOrigin {
    /** The last completed whole scan. */
    SCAN,
    /** The program, at the time of the scrape. */
    PROGRAM
}
