package io.ehloscope.runtime;

import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/**
 * Receives SIGHUP, the conventional request to a daemon to reload its configuration. On a system without this signal,
 * it never emits.
 *
 * <p>The only way to receive a signal in Java is {@code sun.misc.Signal}, which every JVM has (JEP 260). The compiler
 * warns of each reference to it, so it is called by reflection.
 */
public final class HangupSignal {

    private static final Logger LOG = LoggerFactory.getLogger(HangupSignal.class);

    private final Sinks.Many<Boolean> signals = Sinks.many().multicast().directBestEffort();

    /** Installs the signal handler, which stays until the program ends. */
    public HangupSignal() {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object receiver = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        signals.tryEmitNext(true);
                        return null;
                    });
            Object hangup = signal.getConstructor(String.class).newInstance("HUP");
            signal.getMethod("handle", signal, handler).invoke(null, hangup, receiver);
        } catch (ReflectiveOperationException none) {
            // Windows has no such signal, and a JVM with -Xrs does not handle it.
            LOG.debug("SIGHUP is not listened to", none);
        }
    }

    /** Emits at each signal. */
    public Flux<Boolean> signals() {
        return signals.asFlux();
    }
}
