package io.ehloscope.daemon;

import io.ehloscope.metrics.EngineMeters;
import io.ehloscope.metrics.ProcessMeters;
import io.ehloscope.metrics.ScanMeters;
import io.ehloscope.metrics.ServiceMeters;
import io.ehloscope.metrics.SourceMeters;
import io.ehloscope.metrics.WebMeters;
import io.ehloscope.runtime.Version;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/**
 * The meters of a service.
 *
 * @param registry the registry of all of them
 * @param process the meters of the process
 * @param scans the meters of scans and the inventory
 * @param service the meters of the scan loop, the snapshot and the history
 * @param sources the meters of the sources of targets
 * @param engine the meters of event loops, lookups and sockets
 * @param web the meters of the web server
 */
record ServiceMetrics(
        PrometheusMeterRegistry registry,
        ProcessMeters process,
        ScanMeters scans,
        ServiceMeters service,
        SourceMeters sources,
        EngineMeters engine,
        WebMeters web)
        implements AutoCloseable {

    /** Creates a registry and registers all meters. */
    static ServiceMetrics create() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        return new ServiceMetrics(
                registry,
                new ProcessMeters(registry),
                new ScanMeters(registry, Version.number()),
                new ServiceMeters(registry),
                new SourceMeters(registry),
                new EngineMeters(registry),
                new WebMeters(registry));
    }

    @Override
    public void close() {
        process.close();
    }
}
