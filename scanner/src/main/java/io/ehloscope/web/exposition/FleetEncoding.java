package io.ehloscope.web.exposition;

import io.ehloscope.metrics.FleetParts;
import io.ehloscope.service.CurrentSnapshot;
import io.ehloscope.snapshot.Snapshot;
import io.ehloscope.web.http.DeflateBlock;
import io.ehloscope.web.http.DeflateStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * The series of the fleet as compressed text. It is encoded once for each snapshot and format, at the first request;
 * only the compressed text is kept. Concurrent requests share one encoding. Thread-safe.
 */
final class FleetEncoding {

    private final CurrentSnapshot fleet;
    private final Scheduler encoder;
    private final AtomicReference<Encodings> current;

    /**
     * Creates an encoding that is computed at the first request.
     *
     * @param fleet the snapshot to encode
     * @param encoder runs the encoding
     */
    FleetEncoding(CurrentSnapshot fleet, Scheduler encoder) {
        this.fleet = fleet;
        this.encoder = encoder;
        this.current = new AtomicReference<>(new Encodings(fleet.get(), encoder));
    }

    /** The series of the current snapshot, with the end of the text: other series can precede them. */
    @SuppressWarnings("ReferenceEquality") // comparing two snapshots would take as long as encoding one
    Mono<DeflateBlock> in(MetricsFormat format) {
        Snapshot snapshot = fleet.get();
        return current.updateAndGet(known -> known.snapshot == snapshot ? known : new Encodings(snapshot, encoder))
                .in(format);
    }

    /** The encodings of one snapshot. */
    private static final class Encodings {
        private final @Nullable Snapshot snapshot;
        private final Map<MetricsFormat, Mono<DeflateBlock>> each = new EnumMap<>(MetricsFormat.class);

        Encodings(@Nullable Snapshot snapshot, Scheduler encoder) {
            this.snapshot = snapshot;
            for (MetricsFormat format : MetricsFormat.values()) {
                // A failure is not cached: the encoder may have been too busy.
                each.put(
                        format,
                        Mono.fromCallable(() -> encoded(snapshot, format))
                                .subscribeOn(encoder)
                                .cacheInvalidateIf(done -> false));
            }
        }

        Mono<DeflateBlock> in(MetricsFormat format) {
            return Objects.requireNonNull(each.get(format));
        }
    }

    private static DeflateBlock encoded(@Nullable Snapshot snapshot, MetricsFormat format) throws IOException {
        SortedMap<String, DeflateStream> families = new TreeMap<>();
        try {
            if (snapshot != null) {
                FleetParts.write(
                        snapshot,
                        format.contentType(),
                        family -> families.computeIfAbsent(family, absent -> new DeflateStream()));
            }
            List<DeflateBlock> parts = new ArrayList<>();
            families.values().forEach(each -> parts.add(each.finish()));
            byte[] end = format.end().getBytes(StandardCharsets.US_ASCII);
            parts.add(DeflateStream.of(end, end.length));
            return DeflateBlock.joined(parts);
        } finally {
            families.values().forEach(DeflateStream::close);
        }
    }
}
