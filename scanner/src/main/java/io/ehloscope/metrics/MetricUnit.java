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

    /** {@code seconds}, {@code bytes}, or empty where things are counted. */
    String label() {
        return label;
    }

    /** How the names of such metrics end. */
    String suffix() {
        return suffix;
    }
}
