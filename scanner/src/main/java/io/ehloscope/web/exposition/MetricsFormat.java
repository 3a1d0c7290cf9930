package io.ehloscope.web.exposition;

import io.ehloscope.web.http.Negotiation;

/** The formats of {@code /metrics}. */
public enum MetricsFormat {
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
    public String contentType() {
        return contentType;
    }

    /** The marker at the end of a whole text; empty if the format has none. */
    public String end() {
        return end;
    }

    /**
     * The format for this {@code Accept} header (RFC 9110 section 12.5.1): OpenMetrics only if the client names it and
     * does not prefer text. Browsers and curl get text.
     */
    public static MetricsFormat negotiated(String accept) {
        double openMetrics =
                Negotiation.weight(accept, "application/openmetrics-text").orElse(0);
        double text = Negotiation.weight(accept, "text/plain")
                .orElse(Negotiation.weight(accept, "text/*")
                        .orElse(Negotiation.weight(accept, "*/*").orElse(0)));
        return openMetrics > 0 && openMetrics >= text ? OPENMETRICS : TEXT;
    }
}
