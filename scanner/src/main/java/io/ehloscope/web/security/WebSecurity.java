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
 * The web configuration in effect. The file and the files that it names are checked every 5 s; TLS changes apply to new
 * connections, other changes to the next request. A file with problems, or one that protects less
 * ({@link DowngradeGuard}), is logged and rejected, and the previous configuration stays in effect.
 */
public final class WebSecurity {

    private static final Logger LOG = LoggerFactory.getLogger(WebSecurity.class);
    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(5);

    private final @Nullable Path file;
    private final Scheduler work;
    private final TimeSource time;
    private final WebMeters meters;
    private final @Nullable CurrentSslContext tls;
    private volatile Rules rules;
    private WebConfig inForce;
    private List<String> seen;

    /**
     * The rules for requests.
     *
     * @param headers the headers added to every response
     * @param passwords the password check
     * @param rate the limit of requests
     */
    record Rules(Map<String, String> headers, Passwords passwords, RequestRate rate) {}

    /**
     * The schedulers for long tasks. The caller owns them.
     *
     * @param passwords checks passwords and reads files; bounded and used for nothing else
     * @param handshakes runs TLS handshake tasks
     * @param handshakesAtOnce the number of threads of {@code handshakes}
     */
    public record Threads(Scheduler passwords, Scheduler handshakes, int handshakesAtOnce) {}

    /**
     * Reads the configuration. Blocks.
     *
     * @param file the web configuration file; null for plain HTTP without passwords
     * @param threads the schedulers for long tasks
     * @param time the timers of the periodic check
     * @param meters record whether the last reload succeeded
     * @throws ConfigException with all problems of the configuration
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

    /** The TLS context, which follows reloads; null for plain HTTP. */
    @Nullable
    public SslContext tls() {
        return tls;
    }

    /** The rules in effect. */
    Rules rules() {
        return rules;
    }

    /** Whether connections use TLS. */
    public boolean isEncrypted() {
        return tls != null;
    }

    /** Checks the files for changes every 5 s until cancelled; never completes. */
    public Mono<Void> watch() {
        return file == null
                ? Mono.never()
                : Flux.interval(CHECK_INTERVAL, time.timers())
                        .onBackpressureDrop()
                        .concatMap(tick -> check(file).onErrorComplete(), 1)
                        .then();
    }

    private Mono<Void> check(Path from) {
        return Mono.<Void>fromRunnable(() -> reloadIfChanged(from))
                .subscribeOn(work)
                .doOnError(this::checkFailed);
    }

    /** A rejection means that too many password checks wait; the next check retries. Any other failure is a bug. */
    private void checkFailed(Throwable failure) {
        if (!(failure instanceof RejectedExecutionException)) {
            meters.configRefused();
            LOG.error("the web configuration could not be read, which is a bug", failure);
        }
    }

    private void reloadIfChanged(Path from) {
        List<String> found;
        try {
            WebConfig config = WebConfigReader.read(from);
            found = texts(config);
            if (!found.equals(seen)) {
                found = apply(from, config, found);
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

    /** Applies a changed configuration; returns {@code texts}, or the reasons for which it is rejected. */
    private List<String> apply(Path from, WebConfig config, List<String> texts) {
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

    /** The text of the configuration and of the files that it names. */
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
