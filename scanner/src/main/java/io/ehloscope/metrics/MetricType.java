package io.ehloscope.metrics;

import java.util.Locale;

/** The type of a metric in Prometheus. */
public enum MetricType {
    /** A value that goes up and down. */
    GAUGE,
    /** A value that only increases. */
    COUNTER,
    /** Observations in buckets. */
    HISTOGRAM,
    /** Labels with the constant value 1; a gauge in the text format. */
    INFO;

    /** Returns the type as the documentation writes it, in lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
