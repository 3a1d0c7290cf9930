package io.ehloscope.runtime;

import io.ehloscope.classify.Classifier;
import io.ehloscope.dialogue.SmtpClient;
import io.ehloscope.metrics.EngineMeters;
import io.ehloscope.plan.Plan;
import io.ehloscope.plan.Trust;
import io.ehloscope.resolve.NettyResolver;
import io.ehloscope.resolve.Resolver;
import io.ehloscope.scan.AddressGates;
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
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.resources.LoopResources;

/** All that runs while a command does: event loops, timers, the resolver; and pipelines made of them. */
public final class Engine {

    private static final Duration GRACE = Duration.ofSeconds(2);

    private final LoopResources loops;
    private final Scheduler timers;
    private final TimeSource time;
    private final HandshakeThreads handshakes;
    private final AtomicInteger sockets = new AtomicInteger();
    private final @Nullable EngineMeters meters;
    private final SplittableRandom random = new SplittableRandom();
    private final @Nullable Resolver names;
    private final EventLoopLag lag;
    private final AddressGates gates;
    private @Nullable NettyResolver owned;
    private List<String> asked = List.of();
    private @Nullable SmtpClient dialogues;
    private Trust trusted = Trust.NONE;

    /**
     * An engine that takes of its machine what it needs.
     *
     * @param names answers instead of DNS; null for DNS
     */
    public Engine(@Nullable Resolver names) {
        this(names, RuntimeLimits.NONE, null);
    }

    /** The same, which keeps these limits and tells these meters how it is. */
    public Engine(@Nullable Resolver names, RuntimeLimits limits, @Nullable EngineMeters meters) {
        int workers = limits.eventLoops();
        // Not colocated: the next connect is made where the last dialogue ended, and would stay on that loop with all
        // others.
        loops = LoopResources.create("ehlo", 1, workers, true, false);
        timers = Schedulers.newSingle("timers", true);
        time = TimeSource.system(timers);
        lag = new EventLoopLag(
                loops.onClient(false), time.nanos(), meters == null ? nobody -> {} : meters::loopWasBehind);
        handshakes = new HandshakeThreads(workers);
        if (meters != null) {
            meters.sockets("dialogue", sockets::get);
            meters.tlsTasksWaiting(handshakes.getQueue()::size);
        }
        this.meters = meters;
        gates = new AddressGates(limits.connections(), timers);
        this.names = names;
    }

    /** A pipeline for a plan that nothing else runs beside. */
    public Scan alone(Plan plan, Classifier classifier) {
        return scan(plan, classifier, ScanObserver.NONE, prober(plan));
    }

    /**
     * A pipeline for a plan among others, with its EHLO name, its name servers and its authorities. Towards an address all of
     * them together keep the manners of their plans. Where the name servers are others, those of the pipelines before it are
     * asked no more.
     */
    public Scan scan(Plan plan, Classifier classifier, ScanObserver observer) {
        return scan(plan, classifier, observer, gates.guarding(prober(plan), plan.limits()));
    }

    private Scan scan(Plan plan, Classifier classifier, ScanObserver observer, Prober prober) {
        Resolver resolver = resolver(plan);
        return new Scan(new Scan.Parts(
                meters == null ? resolver : meters.counting(resolver),
                prober,
                classifier::assess,
                time,
                lag::worstSince,
                random::nextDouble,
                observer,
                new ShortageLog()));
    }

    private Prober prober(Plan plan) {
        return dialogue(plan.trust())::attempt;
    }

    /** The same for all plans that trust the same: to read the authorities of this machine's Java takes a while. */
    private synchronized SmtpClient dialogue(Trust trust) {
        SmtpClient known = dialogues;
        if (known != null && trust.equals(trusted)) {
            return known;
        }
        TrustAnchors authorities = TrustAnchors.ofThisJavaAnd(trust.authorities());
        SmtpClient fresh = new SmtpClient(loops, new TlsUpgrade(authorities, time.clock(), handshakes), sockets);
        dialogues = fresh;
        trusted = trust;
        return fresh;
    }

    private synchronized Resolver resolver(Plan plan) {
        if (names != null) {
            return names;
        }
        NettyResolver known = owned;
        if (known != null && plan.dnsServers().equals(asked)) {
            return known;
        }
        if (known != null) {
            known.close();
        }
        NettyResolver fresh = new NettyResolver(loops.onClient(false).next(), servers(plan), timers);
        owned = fresh;
        asked = plan.dnsServers();
        return fresh;
    }

    public TimeSource time() {
        return time;
    }

    public LoopResources loops() {
        return loops;
    }

    /** Each loop by itself. */
    public List<EventExecutor> eventLoops() {
        List<EventExecutor> each = new ArrayList<>();
        loops.onClient(false).forEach(each::add);
        return each;
    }

    /** Those of {@link #eventLoops}, and those that accept connections. */
    public List<EventExecutor> essentialLoops() {
        List<EventExecutor> all = eventLoops();
        loops.onServerSelect(false).forEach(all::add);
        return all;
    }

    /** The threads that compute TLS handshakes with mail servers. */
    Executor handshakes() {
        return handshakes;
    }

    /**
     * Ends everything, within a few seconds: first the threads that hand work to the event loops, then the loops. An
     * engine is of no use after that.
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

    /** {@code address:port}, as the plan has them. */
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
