package io.ehloscope.report;

import io.ehloscope.metrics.FleetText;
import io.ehloscope.scan.ScanResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/** The series of one scan as the service would show them. */
final class PrometheusReport implements WholeScanReport.Output {

    private final Writer out;

    PrometheusReport(Writer out) {
        this.out = out;
    }

    @Override
    public void write(ScanResult scan) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        FleetText.write(scan, text);
        out.write(text.toString(StandardCharsets.UTF_8));
        out.flush();
    }
}
