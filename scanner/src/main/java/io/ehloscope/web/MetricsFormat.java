package io.ehloscope.web;

/** The formats of {@code /metrics}. */
enum MetricsFormat {
    /** The Prometheus text format. */
    TEXT("text/plain; version=0.0.4; charset=utf-8"),
    /** OpenMetrics 1.0. */
    OPENMETRICS("application/openmetrics-text; version=1.0.0; charset=utf-8");

    private final String contentType;

    MetricsFormat(String contentType) {
        this.contentType = contentType;
    }

    /** The value of {@code Content-Type}. */
    String contentType() {
        return contentType;
    }
}
