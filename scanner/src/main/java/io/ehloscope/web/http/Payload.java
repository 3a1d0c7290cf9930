package io.ehloscope.web.http;

import java.util.List;
import reactor.core.publisher.Flux;

/**
 * The bytes of an answer.
 *
 * @param length how many
 * @param bytes in pieces that nobody writes into; may be made as they are asked for, on a scheduler of their own
 */
public record Payload(long length, Flux<byte[]> bytes) {

    /** Bytes that are there already. */
    static Payload of(List<byte[]> pieces) {
        return new Payload(pieces.stream().mapToLong(each -> each.length).sum(), Flux.fromIterable(pieces));
    }
}
