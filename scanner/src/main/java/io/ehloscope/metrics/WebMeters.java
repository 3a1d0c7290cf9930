package io.ehloscope.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Meters of the web server. Thread-safe. */
public final class WebMeters {

    private static final int NEVER = -1;

    private final Meters meters;
    private final Map<Closed, Counter> closed;
    private final Map<Refused, Counter> refused;
    private final AtomicInteger configIsGood = new AtomicInteger(NEVER);

    /** Why the program closes a connection of a client. */
    public enum Closed {
        /** It was idle when another connection arrived at the connection limit. */
        ROOM,
        /** It arrived at the connection limit while no other connection was idle. */
        FULL,
        /** No request arrived before the deadline. */
        DEADLINE;

        private String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Why the program refuses a request before it examines the path. */
    public enum Refused {
        /** Its Host header is missing or names another server. */
        HOST,
        /** It exceeds a rate limit. */
        RATE;

        private String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Registers the meters; the gauge of the web configuration is absent until a configuration was read or refused. */
    public WebMeters(MeterRegistry registry) {
        this.meters = new Meters(registry);
        this.closed = Meters.each(
                Closed.class, reason -> meters.counter(MetricNames.WEB_CONNECTIONS_CLOSED, "reason", reason.label()));
        this.refused = Meters.each(
                Refused.class, reason -> meters.counter(MetricNames.WEB_REQUESTS_REFUSED, "reason", reason.label()));
    }

    /** Counts a refused request. */
    public void requestRefused(Refused reason) {
        Meters.member(refused, reason).increment();
    }

    /** Counts a connection that the program closed, not its client. */
    public void connectionClosed(Closed reason) {
        Meters.member(closed, reason).increment();
    }

    /** Records that the web configuration file is valid and in effect. */
    public void configRead() {
        config(1);
    }

    /** Records that the web configuration file was rejected; the previous configuration stays in effect. */
    public void configRefused() {
        config(0);
    }

    private void config(int isGood) {
        if (configIsGood.getAndSet(isGood) == NEVER) {
            meters.gauge(MetricNames.WEB_CONFIG_LAST_RELOAD_SUCCESSFUL, configIsGood, AtomicInteger::get);
        }
    }
}
