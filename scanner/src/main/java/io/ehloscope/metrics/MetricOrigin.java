package io.ehloscope.metrics;

/** Where the values of a metric come from. */
public enum MetricOrigin {
    /** One whole scan, the last that was completed. */
    SCAN,
    /** The program, at the moment it is asked. */
    PROGRAM
}
