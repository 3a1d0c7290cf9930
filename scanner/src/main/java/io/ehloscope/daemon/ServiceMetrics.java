package io.ehloscope.daemon;

import io.ehloscope.metrics.EngineMeters;
import io.ehloscope.metrics.ProcessMeters;
import io.ehloscope.metrics.ScanMeters;
import io.ehloscope.metrics.ServiceMeters;
import io.ehloscope.metrics.WebMeters;
import io.ehloscope.runtime.Version;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/**
 * The meters of a service.
 *
 * @param registry has the series of all of them
 * @param process this process
 * @param scans scans and the inventory
 * @param service the service's own work
 * @param engine event loops and sockets
 * @param web HTTP
 */
record ServiceMetrics(
        PrometheusMeterRegistry registry,
        ProcessMeters process,
        ScanMeters scans,
        ServiceMeters service,
        EngineMeters engine,
        WebMeters web)
        implements AutoCloseable {

    /** Meters that count from now on. */
    static ServiceMetrics create() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        return new ServiceMetrics(
                registry,
                new ProcessMeters(registry),
                new ScanMeters(registry, Version.number()),
                new ServiceMeters(registry),
                new EngineMeters(registry),
                new WebMeters(registry));
    }

    @Override
    public void close() {
        process.close();
    }
}
