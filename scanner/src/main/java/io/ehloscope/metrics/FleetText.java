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
 * One scan in the Prometheus text format 0.0.4: the series of fleet, targets and scan, and nothing of the program itself.
 * Fit for the textfile collector of node_exporter, which wants whole files: have it written aside and renamed.
 */
public final class FleetText {

    private static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private FleetText() {}

    /** Writes the scan, also one that was interrupted, which has no time of completion. UTF-8; the stream is flushed and stays open. */
    public static void write(ScanResult scan, OutputStream out) throws IOException {
        write(scan, Baseline.NONE, out);
    }

    /** Writes the scan, and what changed since the one before. */
    public static void write(ScanResult scan, Baseline before, OutputStream out) throws IOException {
        FleetSnapshot snapshot =
                new FleetSnapshot(Snapshot.first(scan, scan.plan()).against(before));
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        registry.getPrometheusRegistry().register((MultiCollector) snapshot::series);
        registry.scrape(out, CONTENT_TYPE);
        out.flush();
    }
}
