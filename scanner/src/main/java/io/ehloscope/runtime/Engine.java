package io.ehloscope.runtime;

import io.ehloscope.classify.Classifier;
import io.ehloscope.dialogue.Attempt;
import io.ehloscope.dialogue.SmtpClient;
import io.ehloscope.discovery.HttpFetcher;
import io.ehloscope.metrics.EngineMeters;
import io.ehloscope.plan.Plan;
import io.ehloscope.plan.Trust;
import io.ehloscope.resolve.NettyResolver;
import io.ehloscope.resolve.Resolver;
import io.ehloscope.scan.AddressSlots;
import io.ehloscope.scan.Prober;
import io.ehloscope.scan.Scan;
import io.ehloscope.scan.ScanObserver;
import io.ehloscope.time.TimeSource;
import io.ehloscope.tls.TlsUpgrade;
import io.ehloscope.tls.TrustAnchors;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.resources.LoopResources;

/** Owns the event loops, timers, TLS threads and the resolver of a command, and creates scans that use them. */
public final class Engine {

    private static final Duration GRACE = Duration.ofSeconds(2);

    /** A dialogue with less time says nothing about the server; its scan is stopped instead. */
    private static final Duration LEAST_DIALOGUE = Duration.ofMillis(50);

    /** Longer than a probe takes over HTTP. */
    private static final Duration RESOLVER_GRACE = Duration.ofMinutes(3);

    private final LoopResources loops;
    private final Scheduler timers;
    private final TimeSource time;
    private final HandshakeThreads handshakes;
    private final AtomicInteger sockets = new AtomicInteger();
    private final @Nullable EngineMeters meters;
    private final SplittableRandom random = new SplittableRandom();
    private final @Nullable Resolver names;
    private final EventLoopLag lag;
    private final AddressSlots addresses;
    private @Nullable NettyResolver owned;
    private List<String> dnsServers = List.of();
    private @Nullable SmtpClient client;
    private Trust clientTrust = Trust.NONE;

    /**
     * Creates an engine without limits and meters.
     *
     * @param names the resolver to use instead of DNS; null for DNS
     */
    public Engine(@Nullable Resolver names) {
        this(names, RuntimeLimits.NONE, null);
    }

    /** Creates an engine with these limits that updates these meters; null for no meters. */
    public Engine(@Nullable Resolver names, RuntimeLimits limits, @Nullable EngineMeters meters) {
        int workers = limits.eventLoops();
        // Not colocated: the next connect starts on the event loop of the dialogue that just ended, so colocation would
        // keep all dialogues on that loop.
        loops = LoopResources.create("ehlo", 1, workers, true, false);
        timers = Schedulers.newSingle("timers", true);
        time = TimeSource.system(timers);
        lag = new EventLoopLag(
                loops.onClient(false), time.nanos(), meters == null ? ignored -> {} : meters::loopWasBehind);
        handshakes = new HandshakeThreads(workers);
        if (meters != null) {
            meters.sockets("dialogue", sockets::get);
            meters.tlsTasksWaiting(handshakes.getQueue()::size);
        }
        this.meters = meters;
        addresses = new AddressSlots(limits.connections());
        this.names = names;
    }

    /** Creates a scan of a plan while no other scan runs on this engine. */
    public Scan alone(Plan plan, Classifier classifier) {
        return scan(
                plan,
                classifier,
                ScanObserver.NONE,
                new AddressSlots(Integer.MAX_VALUE),
                dialogue(plan.trust())::attempt);
    }

    /** Creates a scan as {@link #alone(Plan, Classifier)} does, which prepares each attempt in this way, such as with a watch. */
    public Scan alone(Plan plan, Classifier classifier, UnaryOperator<Attempt> prepared) {
        SmtpClient dialogue = dialogue(plan.trust());
        return scan(plan, classifier, ScanObserver.NONE, new AddressSlots(Integer.MAX_VALUE), attempt -> {
            Attempt ready = prepared.apply(attempt);
            return dialogue.attempt(ready).doFinally(end -> ready.watch().ended());
        });
    }

    /**
     * Creates a scan of a plan with its EHLO name, name servers and trust anchors. All scans created by this method
     * together keep the limits per address of their plans. If the name servers differ from those of earlier scans, the
     * earlier resolver is closed after a few minutes, when its last probe has ended.
     */
    public Scan scan(Plan plan, Classifier classifier, ScanObserver observer) {
        return scan(plan, classifier, observer, addresses, dialogue(plan.trust())::attempt);
    }

    /**
     * Creates a scan as {@link #scan} does, whose dialogues all end within this time from now, so that what a slow server
     * has shown by then is the outcome.
     */
    public Scan scanWithin(Duration limit, Plan plan, Classifier classifier) {
        SmtpClient dialogue = dialogue(plan.trust());
        long end = time.nanos().getAsLong() + limit.toNanos();
        Prober prober = attempt -> {
            Duration left = Duration.ofNanos(end - time.nanos().getAsLong());
            return dialogue.attempt(left.compareTo(LEAST_DIALOGUE) < 0 ? attempt : attempt.within(left));
        };
        return scan(plan, classifier, ScanObserver.NONE, addresses, prober);
    }

    private Scan scan(Plan plan, Classifier classifier, ScanObserver observer, AddressSlots slots, Prober prober) {
        Resolver resolver = resolver(plan);
        return new Scan(new Scan.Parts(
                meters == null ? resolver : meters.counting(resolver),
                AttemptLog.of(prober, time.nanos()),
                slots,
                classifier::assess,
                time,
                lag::worstSince,
                random::nextDouble,
                observer,
                new ShortageLog()));
    }

    /** The same for all plans that trust the same: to read the authorities of this machine's Java takes a while. */
    private synchronized SmtpClient dialogue(Trust trust) {
        SmtpClient known = client;
        if (known != null && trust.equals(clientTrust)) {
            return known;
        }
        TrustAnchors authorities = TrustAnchors.ofThisJavaAnd(trust.authorities());
        SmtpClient fresh = new SmtpClient(loops, new TlsUpgrade(authorities, time.clock(), handshakes), sockets);
        client = fresh;
        clientTrust = trust;
        return fresh;
    }

    private synchronized Resolver resolver(Plan plan) {
        if (names != null) {
            return names;
        }
        NettyResolver known = owned;
        if (known != null && plan.dnsServers().equals(dnsServers)) {
            return known;
        }
        if (known != null) {
            // Probes of the plan before this one can still look names up.
            timers.schedule(known::close, RESOLVER_GRACE.toMillis(), TimeUnit.MILLISECONDS);
        }
        NettyResolver fresh = new NettyResolver(loops.onClient(false).next(), servers(plan), timers);
        owned = fresh;
        dnsServers = plan.dnsServers();
        return fresh;
    }

    /** Returns the clock and the timers. */
    public TimeSource time() {
        return time;
    }

    /** Returns a fetcher of service discovery on these event loops. */
    public HttpFetcher fetcher() {
        return new HttpFetcher(loops, timers);
    }

    /** Returns the event loops, for use by other clients and servers. */
    public LoopResources loops() {
        return loops;
    }

    /** Returns each event loop that runs dialogues. */
    public List<EventExecutor> eventLoops() {
        List<EventExecutor> each = new ArrayList<>();
        loops.onClient(false).forEach(each::add);
        return each;
    }

    /** Returns {@link #eventLoops} and the event loops that accept connections. */
    public List<EventExecutor> essentialLoops() {
        List<EventExecutor> all = eventLoops();
        loops.onServerSelect(false).forEach(all::add);
        return all;
    }

    /** Returns the executor of TLS handshake tasks with mail servers. */
    Executor handshakes() {
        return handshakes;
    }

    /**
     * Shuts down within a few seconds: first the threads that submit work to the event loops, then the event loops. The
     * engine cannot be used afterwards.
     */
    public Mono<Void> shutdown() {
        return Mono.defer(() -> {
            lag.close();
            synchronized (this) {
                if (owned != null) {
                    owned.close();
                }
            }
            handshakes.shutdownNow();
            return handshakes
                    .ended()
                    .timeout(GRACE, Mono.empty(), timers)
                    .then(loops.disposeLater(Duration.ZERO, GRACE))
                    .timeout(GRACE.multipliedBy(2), Mono.empty(), timers)
                    .onErrorComplete()
                    .doFinally(end -> timers.dispose());
        });
    }

    /** Parses the name servers of the plan, each {@code address:port}. */
    private static List<InetSocketAddress> servers(Plan plan) {
        return plan.dnsServers().stream()
                .map(each -> {
                    int colon = each.lastIndexOf(':');
                    String host = each.substring(0, colon).replaceAll("[\\[\\]]", "");
                    return new InetSocketAddress(host, Integer.parseInt(each.substring(colon + 1)));
                })
                .toList();
    }
}
