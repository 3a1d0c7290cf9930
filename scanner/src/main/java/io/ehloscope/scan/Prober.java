package io.ehloscope.scan;

import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.plan.Target;
import java.net.InetSocketAddress;
import reactor.core.publisher.Mono;

/** Has one dialogue with one address of a target. Whatever the server does is an outcome; an error signal is a bug. */
@FunctionalInterface
public interface Prober {

    /** The outcome of one dialogue. Cancelling it closes the connection. */
    Mono<ProbeOutcome> dialogue(Target target, InetSocketAddress address);
}
