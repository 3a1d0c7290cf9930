package io.ehloscope.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** What happens to the web server itself. Safe for use by many threads. */
public final class WebMeters {

    private static final int NEVER = -1;

    private final Meters meters;
    private final Map<Closed, Counter> closed;
    private final Map<Refused, Counter> refused;
    private final AtomicInteger configIsGood = new AtomicInteger(NEVER);

    /** Why the program closes a connection of a client. */
    public enum Closed {
        /** It had no request in progress, and another connection came when there were as many as may be. */
        ROOM,
        /** It came when there were as many as may be, and all of them were being answered. */
        FULL,
        /** No request came in time. */
        DEADLINE;

        private String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Why the program refuses a request before it looks at what is asked for. */
    public enum Refused {
        /** It is not meant for this server, or does not say for which. */
        HOST,
        /** Too much was asked for within a short time. */
        RATE;

        private String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Registers the meters; the gauge of the web configuration is absent until one was read. */
    public WebMeters(MeterRegistry registry) {
        this.meters = new Meters(registry);
        this.closed = Meters.each(
                Closed.class, reason -> meters.counter(MetricNames.WEB_CONNECTIONS_CLOSED, "reason", reason.label()));
        this.refused = Meters.each(
                Refused.class, reason -> meters.counter(MetricNames.WEB_REQUESTS_REFUSED, "reason", reason.label()));
    }

    /** A request was refused. */
    public void requestRefused(Refused reason) {
        Meters.member(refused, reason).increment();
    }

    /** A connection was closed by this program, not by its client. */
    public void connectionClosed(Closed reason) {
        Meters.member(closed, reason).increment();
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
