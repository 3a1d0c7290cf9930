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
 * The series of the fleet as text, encoded once for each snapshot and format when they are asked for first, and packed:
 * nothing else of it is kept. Whoever asks while that is done waits for the same. Safe for use by many threads.
 */
final class FleetEncoding {

    private final CurrentSnapshot fleet;
    private final Scheduler encoder;
    private final AtomicReference<Encodings> current;

    /**
     * An encoding that nobody has asked for yet.
     *
     * @param encoder where it is done
     */
    FleetEncoding(CurrentSnapshot fleet, Scheduler encoder) {
        this.fleet = fleet;
        this.encoder = encoder;
        this.current = new AtomicReference<>(new Encodings(fleet.get(), encoder));
    }

    /** The series of what is shown now, to the end of the text: others can come before them. */
    @SuppressWarnings("ReferenceEquality") // to compare two snapshots would take as long as to encode one
    Mono<DeflateBlock> in(MetricsFormat format) {
        Snapshot shown = fleet.get();
        return current.updateAndGet(known -> known.shown == shown ? known : new Encodings(shown, encoder))
                .in(format);
    }

    /** Those of one snapshot. */
    private static final class Encodings {
        private final @Nullable Snapshot shown;
        private final Map<MetricsFormat, Mono<DeflateBlock>> each = new EnumMap<>(MetricsFormat.class);

        Encodings(@Nullable Snapshot shown, Scheduler encoder) {
            this.shown = shown;
            for (MetricsFormat format : MetricsFormat.values()) {
                // A failure is not kept: the encoder may have been too busy.
                each.put(
                        format,
                        Mono.fromCallable(() -> encoded(shown, format))
                                .subscribeOn(encoder)
                                .cacheInvalidateIf(done -> false));
            }
        }

        Mono<DeflateBlock> in(MetricsFormat format) {
            return Objects.requireNonNull(each.get(format));
        }
    }

    private static DeflateBlock encoded(@Nullable Snapshot shown, MetricsFormat format) throws IOException {
        SortedMap<String, DeflateStream> families = new TreeMap<>();
        try {
            if (shown != null) {
                FleetParts.write(
                        shown,
                        format.contentType(),
                        family -> families.computeIfAbsent(family, any -> new DeflateStream()));
            }
            List<DeflateBlock> parts = new ArrayList<>();
            families.values().forEach(each -> parts.add(each.packed()));
            byte[] end = format.end().getBytes(StandardCharsets.US_ASCII);
            parts.add(DeflateStream.of(end, end.length));
            return DeflateBlock.joined(parts);
        } finally {
            families.values().forEach(DeflateStream::close);
        }
    }
}
