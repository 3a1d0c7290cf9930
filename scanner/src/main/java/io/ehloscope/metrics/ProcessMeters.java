package io.ehloscope.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmInfoMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;

/**
 * Meters of the JVM and the process under Micrometer's names: {@code jvm_*}, {@code process_*}, {@code system_*}. Two
 * meters whose names violate the Prometheus conventions are replaced by {@code process_cpu_seconds_total} and
 * {@code system_cpu_processors}, which have the same meaning.
 */
public final class ProcessMeters implements AutoCloseable {

    private final JvmGcMetrics garbageCollection = new JvmGcMetrics();

    /** Registers the meters, and listens to garbage collections until this is closed. */
    public ProcessMeters(MeterRegistry registry) {
        registry.config().meterFilter(MeterFilter.denyNameStartsWith("process.cpu.time"));
        registry.config().meterFilter(MeterFilter.deny(id -> id.getName().equals("system.cpu.count")));
        FunctionCounter.builder(
                        "process.cpu.seconds", ManagementFactory.getOperatingSystemMXBean(), ProcessMeters::cpuSeconds)
                .description("CPU time of the process, user and system.")
                .baseUnit("seconds")
                .register(registry);
        Gauge.builder("system.cpu.processors", Runtime.getRuntime(), Runtime::availableProcessors)
                .description("Processors that the JVM may use.")
                .register(registry);
        garbageCollection.bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new JvmInfoMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    private static double cpuSeconds(OperatingSystemMXBean system) {
        return system instanceof com.sun.management.OperatingSystemMXBean known ? known.getProcessCpuTime() / 1e9 : 0;
    }

    @Override
    public void close() {
        garbageCollection.close();
    }
}
