package io.ehloscope.web;

import reactor.core.publisher.Flux;

/**
 * The bytes of an answer.
 *
 * @param length how many
 * @param bytes in pieces that nobody writes into; may be made as they are asked for, on a scheduler of their own
 */
record Payload(long length, Flux<byte[]> bytes) {}
