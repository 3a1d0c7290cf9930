package io.ehloscope.metrics;

import io.ehloscope.drift.Baseline;
import io.ehloscope.result.ScanResult;
import io.ehloscope.snapshot.Snapshot;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.MultiCollector;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes one scan in the Prometheus text format 0.0.4: the series of fleet, targets and scan, without those of the
 * program. Suitable for the textfile collector of node_exporter, which requires complete files: write to a temporary
 * file and rename it.
 */
public final class FleetText {

    private static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private FleetText() {}

    /**
     * Writes the scan in UTF-8; an interrupted scan has no completion timestamp. The stream is flushed and stays open.
     */
    public static void write(ScanResult scan, OutputStream out) throws IOException {
        write(scan, Baseline.NONE, out);
    }

    /** Writes the scan and the changes since the baseline. The stream is flushed and stays open. */
    public static void write(ScanResult scan, Baseline before, OutputStream out) throws IOException {
        FleetSnapshot snapshot =
                new FleetSnapshot(Snapshot.first(scan, scan.plan()).against(before));
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        registry.getPrometheusRegistry().register((MultiCollector) snapshot::series);
        registry.scrape(out, CONTENT_TYPE);
        out.flush();
    }
}
