package io.ehloscope.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/** What happens to the web server itself. Safe for use by many threads. */
public final class WebMeters {

    private static final int NEVER = -1;

    private final Meters meters;
    private final AtomicInteger configIsGood = new AtomicInteger(NEVER);

    /** Registers the meters; the gauge of the web configuration is absent until one was read. */
    public WebMeters(MeterRegistry registry) {
        this.meters = new Meters(registry);
    }

    /** The web configuration file was read, and holds. */
    public void configRead() {
        config(1);
    }

    /** The web configuration file was refused; the configuration before it stays in force. */
    public void configRefused() {
        config(0);
    }

    private void config(int isGood) {
        if (configIsGood.getAndSet(isGood) == NEVER) {
            meters.gauge(MetricNames.WEB_CONFIG_LAST_RELOAD_SUCCESSFUL, configIsGood, AtomicInteger::get);
        }
    }
}
