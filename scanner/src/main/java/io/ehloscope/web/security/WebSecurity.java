package io.ehloscope.web.security;

import io.ehloscope.metrics.WebMeters;
import io.ehloscope.time.TimeSource;
import io.ehloscope.yaml.ConfigException;
import io.ehloscope.yaml.Problem;
import io.netty.handler.ssl.SslContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * The web configuration in force. It is looked at every few seconds: what has changed in it, or in a file that it names,
 * holds from the next connection on. One with a mistake, or one that protects less ({@link DowngradeGuard}), is logged, and
 * the one before stays in force.
 */
public final class WebSecurity {

    private static final Logger LOG = LoggerFactory.getLogger(WebSecurity.class);
    private static final Duration EVERY = Duration.ofSeconds(5);

    private final @Nullable Path file;
    private final Scheduler work;
    private final TimeSource time;
    private final WebMeters meters;
    private final @Nullable CurrentSslContext tls;
    private volatile Rules rules;
    private WebConfig inForce;
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
     * Where work is done that takes long. All of it belongs to the caller.
     *
     * @param passwords checks passwords and reads files; bounded, and of nobody else's
     * @param handshakes computes TLS handshakes
     * @param handshakesAtOnce how many threads {@code handshakes} has
     */
    public record Threads(Scheduler passwords, Scheduler handshakes, int handshakesAtOnce) {}

    /**
     * Reads the configuration. May block.
     *
     * @param file the web configuration file; null for plain HTTP for everybody
     * @param threads do what takes long
     * @param time when to look again
     * @param meters take whether the file in force is the newest
     * @throws ConfigException with all that is wrong
     */
    public WebSecurity(@Nullable Path file, Threads threads, TimeSource time, WebMeters meters) {
        this.file = file;
        this.work = threads.passwords();
        this.time = time;
        this.meters = meters;
        WebConfig config = file == null ? WebConfig.NONE : WebConfigReader.read(file);
        this.seen = texts(config);
        this.tls = config.tls() == null
                ? null
                : new CurrentSslContext(
                        TlsContexts.server(config.tls()),
                        new HandshakeQueue(threads.handshakes(), threads.handshakesAtOnce()));
        this.rules = rules(config);
        this.inForce = config;
        if (file != null) {
            meters.configRead();
            warnIfOpen(file, config);
        }
    }

    /** What connections are encrypted with; null for plain HTTP. */
    @Nullable
    public SslContext tls() {
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
        return Mono.<Void>fromRunnable(() -> lookAt(from)).subscribeOn(work).doOnError(this::cannotLook);
    }

    /** Too many passwords wait to be checked: the next look comes soon. Anything else is a bug, and no change is seen. */
    private void cannotLook(Throwable failure) {
        if (!(failure instanceof RejectedExecutionException)) {
            meters.configRefused();
            LOG.error("the web configuration could not be read, which is a bug", failure);
        }
    }

    private void lookAt(Path from) {
        List<String> found;
        try {
            WebConfig config = WebConfigReader.read(from);
            found = texts(config);
            if (!found.equals(seen)) {
                found = follow(from, config, found);
            }
        } catch (ConfigException e) {
            found = e.lines();
            if (!found.equals(seen)) {
                found.forEach(LOG::error);
                refused(from, e.count(), LOG.atError());
            }
        }
        seen = found;
    }

    /** Gives what was seen: the texts of what holds now, or the sentences that say why it does not. */
    private List<String> follow(Path from, WebConfig config, List<String> texts) {
        List<String> removed = sentences(DowngradeGuard.removed(from.toString(), inForce, config));
        if (!removed.isEmpty()) {
            if (!removed.equals(seen)) {
                removed.forEach(LOG::warn);
                refused(from, removed.size(), LOG.atWarn());
            }
            return removed;
        }
        if (tls == null && config.tls() != null) {
            throw new ConfigException(List.of(new Problem(
                    from.toString(), null, "TLS cannot be turned on while the service runs", "restart the service")));
        }
        if (tls != null && config.tls() != null) {
            tls.replace(TlsContexts.server(config.tls()));
        }
        rules = rules(config);
        inForce = config;
        meters.configRead();
        LOG.atInfo().addKeyValue("file", from).log("the web configuration is reloaded");
        return texts;
    }

    private void refused(Path from, long problems, LoggingEventBuilder line) {
        meters.configRefused();
        line.addKeyValue("file", from)
                .addKeyValue("mistakes", problems)
                .log("the web configuration is rejected; the previous one stays in effect");
    }

    private static void warnIfOpen(Path file, WebConfig config) {
        if (config.tls() == null && config.users().isEmpty()) {
            LOG.atWarn()
                    .addKeyValue("file", file)
                    .log("the web configuration sets neither TLS nor users: HTTP is open to everyone");
        }
    }

    private static List<String> sentences(List<Problem> problems) {
        return problems.stream().map(Object::toString).toList();
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
