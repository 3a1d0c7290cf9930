package io.ehloscope.metrics;

import java.util.Locale;

/** What a metric is to Prometheus. */
public enum MetricType {
    /** A value that goes up and down. */
    GAUGE,
    /** A value that only grows. */
    COUNTER,
    /** Observations in buckets. */
    HISTOGRAM,
    /** Labels, and always 1; a gauge in the text format. */
    INFO;

    /** As it is written in documents. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
