package io.ehloscope.web.http;

import java.util.List;
import reactor.core.publisher.Flux;

/**
 * The body of a response.
 *
 * @param length the number of bytes
 * @param bytes the bytes in pieces, which must not be changed; may be produced on demand, on another scheduler
 */
public record Payload(long length, Flux<byte[]> bytes) {

    /** A body that is complete in memory. */
    static Payload of(List<byte[]> pieces) {
        return new Payload(pieces.stream().mapToLong(each -> each.length).sum(), Flux.fromIterable(pieces));
    }
}
