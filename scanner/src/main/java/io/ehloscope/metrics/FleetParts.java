package io.ehloscope.metrics;

import io.ehloscope.snapshot.Snapshot;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;

/**
 * Writes the series of a snapshot as text, for {@value #TARGETS} targets at a time, so that only the series of that
 * many targets exist in memory, however large the fleet is. The formats require each family to be contiguous, so each
 * family gets its own stream; concatenated, the streams are the exposition without its end marker.
 */
public final class FleetParts {

    private static final int TARGETS = 1_000;

    /** The end marker of OpenMetrics (section 3.1.1 of its specification); the caller writes it. */
    private static final byte[] END = "# EOF\n".getBytes(StandardCharsets.US_ASCII);

    private final PrometheusMeterRegistry writer = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final String contentType;
    private final Function<String, OutputStream> parts;
    private final Set<String> begun = new HashSet<>();
    private MetricSnapshots now = new MetricSnapshots();

    private FleetParts(String contentType, Function<String, OutputStream> parts) {
        this.contentType = contentType;
        this.parts = parts;
        writer.getPrometheusRegistry().register((MultiCollector) () -> now);
    }

    /**
     * Writes all series. Takes seconds for 100,000 targets, so do not call it on an event loop.
     *
     * @param shown the snapshot
     * @param contentType the content type of the format
     * @param parts returns the stream of a family by the family's name, always the same stream for the same name
     */
    public static void write(Snapshot shown, String contentType, Function<String, OutputStream> parts)
            throws IOException {
        write(shown, contentType, TARGETS, parts);
    }

    static void write(Snapshot shown, String contentType, int targetsAtOnce, Function<String, OutputStream> parts)
            throws IOException {
        FleetParts writing = new FleetParts(contentType, parts);
        try {
            new FleetSnapshot(shown).series(targetsAtOnce, writing::add);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            writing.writer.close();
        }
    }

    private void add(MetricSnapshots some) {
        try {
            for (MetricSnapshot family : some) {
                now = new MetricSnapshots(family);
                ByteArrayOutputStream text = new ByteArrayOutputStream();
                writer.scrape(text, contentType);
                append(family.getMetadata().getPrometheusName(), text.toByteArray());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void append(String family, byte[] text) throws IOException {
        int from = begun.add(family) ? 0 : samples(text);
        parts.apply(family).write(text, from, text.length - from - (isEnded(text) ? END.length : 0));
    }

    /**
     * Returns the index of the first sample. Only the first part of a family keeps the HELP and TYPE lines before it.
     */
    private static int samples(byte[] text) {
        int at = 0;
        while (at < text.length && text[at] == '#') {
            while (text[at++] != '\n') {
                // Skip to the end of the line.
            }
        }
        return at;
    }

    private static boolean isEnded(byte[] text) {
        int from = text.length - END.length;
        return from >= 0 && Arrays.equals(text, from, text.length, END, 0, END.length);
    }
}
