package io.ehloscope.runtime;

import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/**
 * SIGHUP, which daemons take as a request to read their configuration again. Where there is no such signal, it never
 * comes.
 *
 * <p>Java has no other way to be told of a signal than {@code sun.misc.Signal}, which every JVM has (JEP 260) and whose
 * mere mention the compiler warns of; so it is called by its name.
 */
public final class HangupSignal {

    private static final Logger LOG = LoggerFactory.getLogger(HangupSignal.class);

    private final Sinks.Many<Boolean> signals = Sinks.many().multicast().directBestEffort();

    /** Listens from now on, for as long as the program runs. */
    public HangupSignal() {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object told = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        signals.tryEmitNext(true);
                        return null;
                    });
            Object hangup = signal.getConstructor(String.class).newInstance("HUP");
            signal.getMethod("handle", signal, handler).invoke(null, hangup, told);
        } catch (ReflectiveOperationException none) {
            // Windows has no such signal, and a JVM with -Xrs leaves it alone.
            LOG.debug("SIGHUP is not listened to", none);
        }
    }

    /** Emits at each signal. */
    public Flux<Boolean> signals() {
        return signals.asFlux();
    }
}
