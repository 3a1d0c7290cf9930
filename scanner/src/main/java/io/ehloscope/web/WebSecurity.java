package io.ehloscope.web;

import io.ehloscope.inventory.InventoryException;
import io.ehloscope.scan.Timekeeper;
import io.ehloscope.yaml.Mistake;
import io.netty.handler.ssl.SslContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * The web configuration in force. It is looked at every few seconds: what has changed in it, or in a file that it names,
 * holds from the next connection on. One with a mistake is logged, and the one before stays in force.
 */
public final class WebSecurity {

    private static final Logger LOG = LoggerFactory.getLogger(WebSecurity.class);
    private static final Duration EVERY = Duration.ofSeconds(5);

    private final @Nullable Path file;
    private final Scheduler work;
    private final Timekeeper time;
    private final @Nullable CurrentSslContext tls;
    private volatile Rules rules;
    private List<String> seen;

    /**
     * What holds for requests.
     *
     * @param headers put on every answer
     * @param passwords asked for
     * @param rate how many requests are taken
     */
    record Rules(Map<String, String> headers, Passwords passwords, RequestRate rate) {}

    /**
     * Reads the configuration. May block.
     *
     * @param file the web configuration file; null for plain HTTP for everybody
     * @param work where passwords are checked and files read; bounded, and of nobody else's
     * @param time when to look again
     * @throws InventoryException with all that is wrong
     */
    public WebSecurity(@Nullable Path file, Scheduler work, Timekeeper time) {
        this.file = file;
        this.work = work;
        this.time = time;
        WebConfig config = file == null ? WebConfig.NONE : WebConfigReader.read(file);
        this.seen = texts(config);
        this.tls = config.tls() == null ? null : new CurrentSslContext(TlsContexts.server(config.tls()));
        this.rules = rules(config);
    }

    /** What connections are encrypted with; null for plain HTTP. */
    @Nullable
    SslContext tls() {
        return tls;
    }

    /** What holds now. */
    Rules rules() {
        return rules;
    }

    /** Whether HTTP is spoken within TLS. */
    public boolean isEncrypted() {
        return tls != null;
    }

    /** Looks for changes until cancelled. */
    public Mono<Void> watch() {
        return file == null
                ? Mono.never()
                : Flux.interval(EVERY, time.timers())
                        .onBackpressureDrop()
                        .concatMap(tick -> look(file).onErrorComplete(), 1)
                        .then();
    }

    private Mono<Void> look(Path from) {
        return Mono.<Void>fromRunnable(() -> lookAt(from)).subscribeOn(work);
    }

    private void lookAt(Path from) {
        List<String> found = List.of();
        try {
            WebConfig config = WebConfigReader.read(from);
            found = texts(config);
            if (!found.equals(seen)) {
                follow(config);
                LOG.atInfo().addKeyValue("file", from).log("the web configuration is read again");
            }
        } catch (InventoryException e) {
            found = e.lines();
            if (!found.equals(seen)) {
                found.forEach(LOG::error);
                LOG.atError()
                        .addKeyValue("mistakes", e.count())
                        .log("the web configuration is refused; the one before stays in force");
            }
        }
        seen = found;
    }

    private void follow(WebConfig config) {
        if ((config.tls() == null) != (tls == null)) {
            throw new InventoryException(List.of(new Mistake(
                    String.valueOf(file), null, "TLS cannot be turned on or off while it is running", "start anew")));
        }
        if (tls != null && config.tls() != null) {
            tls.replace(TlsContexts.server(config.tls()));
        }
        rules = rules(config);
    }

    private Rules rules(WebConfig config) {
        return new Rules(
                config.headers(), new Passwords(config.users(), work), new RequestRate(config.rate(), time.nanos()));
    }

    /** All that the configuration is made of, what it names included. */
    private static List<String> texts(WebConfig config) {
        List<String> texts = new ArrayList<>(List.of(config.toString()));
        WebConfig.Tls tls = config.tls();
        if (tls != null) {
            Stream.of(tls.certificate(), tls.key()).map(TlsContexts::text).forEach(texts::add);
            if (tls.authorities() != null) {
                texts.add(TlsContexts.text(tls.authorities()));
            }
        }
        return texts;
    }
}
