package io.ehloscope.metrics;

/** The base units of Prometheus. */
enum MetricUnit {
    NONE("", ""),
    SECONDS("seconds", "_seconds"),
    SECONDS_MAX("seconds", "_seconds_max"),
    BYTES("bytes", "_bytes");

    private final String label;
    private final String suffix;

    MetricUnit(String label, String suffix) {
        this.label = label;
        this.suffix = suffix;
    }

    /** Returns {@code seconds}, {@code bytes}, or an empty string for a count. */
    String label() {
        return label;
    }

    /** Returns the suffix of the names of metrics with this unit. */
    String suffix() {
        return suffix;
    }
}
