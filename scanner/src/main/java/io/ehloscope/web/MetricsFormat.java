package io.ehloscope.web;

/** The formats of {@code /metrics}. */
enum MetricsFormat {
    /** The Prometheus text format. */
    TEXT("text/plain; version=0.0.4; charset=utf-8", ""),
    /** OpenMetrics 1.0. */
    OPENMETRICS("application/openmetrics-text; version=1.0.0; charset=utf-8", "# EOF\n");

    private final String contentType;
    private final String end;

    MetricsFormat(String contentType, String end) {
        this.contentType = contentType;
        this.end = end;
    }

    /** The value of {@code Content-Type}. */
    String contentType() {
        return contentType;
    }

    /** What stands at the end of a text, and nowhere else. */
    String end() {
        return end;
    }
}
