package io.ehloscope.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.web.exposition.MetricsFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NegotiationTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | TEXT",
                "*/* | TEXT",
                "text/html,application/xhtml+xml,*/*;q=0.8 | TEXT",
                "text/plain | TEXT",
                "application/openmetrics-text | OPENMETRICS",
                "application/openmetrics-text; version=1.0.0 | OPENMETRICS",
                "Application/OpenMetrics-Text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.1 | OPENMETRICS",
                "application/openmetrics-text;version=1.0.0;q=0.3,text/plain;version=0.0.4;q=0.5 | TEXT",
                "application/openmetrics-text;q=0 | TEXT",
                "application/openmetrics-text;q=0.5,*/*;q=0.6 | TEXT",
                "application/openmetrics-text;q=0.5,text/plain;q=0.2,*/*;q=0.6 | OPENMETRICS",
                "application/openmetrics-text;q=nonsense | OPENMETRICS",
                ",;,=; | TEXT"
            })
    void formatIsTheClientsPreferred(String accept, MetricsFormat format) {
        assertThat(MetricsFormat.negotiated(accept)).isEqualTo(format);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | false",
                "gzip | true",
                "deflate, GZIP;q=0.5 | true",
                "gzip;q=0 | false",
                "gzip; q=0.000, br | false",
                "* | true",
                "*;q=1, gzip;q=0 | false",
                "identity | false",
                "xgzip | false"
            })
    void gzipIsUsedOnlyIfAccepted(String accepted, boolean gzip) {
        assertThat(Negotiation.gzip(accepted)).isEqualTo(gzip);
    }
}
