package io.ehloscope.report;

import io.ehloscope.drift.Baseline;
import io.ehloscope.metrics.FleetText;
import io.ehloscope.result.ScanResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/** Writes the series of one scan, as in a scrape of the service. */
final class PrometheusReport implements WholeScanReport.Output {

    private final Writer out;
    private final Baseline before;

    PrometheusReport(Writer out, Baseline before) {
        this.out = out;
        this.before = before;
    }

    @Override
    public void write(ScanResult scan) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        FleetText.write(scan, before, text);
        out.write(text.toString(StandardCharsets.UTF_8));
        out.flush();
    }
}
