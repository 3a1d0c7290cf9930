package io.ehloscope.cli;

import io.ehloscope.classify.Classifier;
import io.ehloscope.dialogue.Authorities;
import io.ehloscope.dialogue.Errand;
import io.ehloscope.dialogue.EventLoopLag;
import io.ehloscope.dialogue.NettyDialogue;
import io.ehloscope.dialogue.TlsUpgrade;
import io.ehloscope.inventory.Trust;
import io.ehloscope.metrics.EngineMeters;
import io.ehloscope.plan.Plan;
import io.ehloscope.plan.Target;
import io.ehloscope.resolve.NettyResolver;
import io.ehloscope.resolve.Resolver;
import io.ehloscope.scan.AddressGates;
import io.ehloscope.scan.Call;
import io.ehloscope.scan.Prober;
import io.ehloscope.scan.Scan;
import io.ehloscope.scan.ScanObserver;
import io.ehloscope.scan.Timekeeper;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.resources.LoopResources;

/** All that runs while a command does: event loops, timers, the resolver; and pipelines made of them. */
final class Engine implements AutoCloseable {

    private static final Duration GRACE = Duration.ofSeconds(2);

    private final LoopResources loops;
    private final Scheduler timers;
    private final Timekeeper time;
    private final ThreadPoolExecutor handshakes;
    private final AtomicInteger sockets = new AtomicInteger();
    private final @Nullable EngineMeters meters;
    private final SplittableRandom random = new SplittableRandom();
    private final @Nullable Resolver names;
    private final EventLoopLag lag;
    private final AddressGates gates;
    private @Nullable NettyResolver owned;
    private List<String> asked = List.of();
    private @Nullable NettyDialogue dialogues;
    private Trust trusted = Trust.NONE;

    /**
     * An engine that takes of its machine what it needs.
     *
     * @param names answers instead of DNS; null for DNS
     */
    Engine(@Nullable Resolver names) {
        this(names, RuntimeLimits.NONE, null);
    }

    /** The same, which keeps these limits and tells these meters how it is. */
    Engine(@Nullable Resolver names, RuntimeLimits limits, @Nullable EngineMeters meters) {
        int workers = limits.eventLoops();
        // Not colocated: the next connect is made where the last dialogue ended, and would stay on that loop with all
        // others.
        loops = LoopResources.create("ehlo", 1, workers, true, false);
        timers = Schedulers.newSingle("timers", true);
        time = new Timekeeper(Clock.systemUTC(), System::nanoTime, timers);
        lag = new EventLoopLag(
                loops.onClient(false), time.nanos(), meters == null ? nobody -> {} : meters::loopWasBehind);
        handshakes = new ThreadPoolExecutor(
                workers,
                workers,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                new DefaultThreadFactory("tls", true));
        if (meters != null) {
            meters.sockets("dialogue", sockets::get);
            meters.tlsTasksWaiting(handshakes.getQueue()::size);
        }
        this.meters = meters;
        gates = new AddressGates(limits.connections(), timers);
        this.names = names;
    }

    /** A pipeline for a plan that nothing else runs beside. */
    Scan alone(Plan plan, Classifier classifier) {
        return scan(plan, classifier, ScanObserver.NONE, prober(plan));
    }

    /**
     * A pipeline for a plan among others, with its EHLO name, its name servers and its authorities. Towards an address all of
     * them together keep the manners of their plans. Where the name servers are others, those of the pipelines before it are
     * asked no more.
     */
    Scan scan(Plan plan, Classifier classifier, ScanObserver observer) {
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
                observer));
    }

    private Prober prober(Plan plan) {
        NettyDialogue dialogue = dialogue(plan.trust());
        String ehloName = plan.ehloName();
        return call -> dialogue.with(errand(call, ehloName));
    }

    /** The same for all plans that trust the same: to read the authorities of this machine's Java takes a while. */
    private synchronized NettyDialogue dialogue(Trust trust) {
        NettyDialogue known = dialogues;
        if (known != null && trust.equals(trusted)) {
            return known;
        }
        Authorities authorities = Authorities.ofThisJavaAnd(trust.authorities());
        NettyDialogue fresh = new NettyDialogue(loops, new TlsUpgrade(authorities, time.clock(), handshakes), sockets);
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

    Timekeeper time() {
        return time;
    }

    LoopResources loops() {
        return loops;
    }

    /** Each loop by itself. */
    List<EventExecutor> eventLoops() {
        List<EventExecutor> each = new ArrayList<>();
        loops.onClient(false).forEach(each::add);
        return each;
    }

    /** Those of {@link #eventLoops}, and those that accept connections. */
    List<EventExecutor> essentialLoops() {
        List<EventExecutor> all = eventLoops();
        loops.onServerSelect(false).forEach(all::add);
        return all;
    }

    /** The threads that compute TLS handshakes with mail servers. */
    Executor handshakes() {
        return handshakes;
    }

    /** Ends the threads that hand work to the event loops, waits for them, and then ends the loops. */
    @Override
    public void close() {
        lag.close();
        if (owned != null) {
            owned.close();
        }
        timers.dispose();
        handshakes.shutdownNow();
        try {
            handshakes.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        loops.disposeLater(Duration.ZERO, GRACE).onErrorComplete().block(GRACE.multipliedBy(2));
    }

    private static Errand errand(Call call, String ehloName) {
        Target target = call.target();
        return new Errand(
                call.address(),
                target.kind() == Target.Kind.NAME ? target.host() : null,
                ehloName,
                call.before() == null ? Errand.Opening.EHLO : Errand.Opening.HELO,
                target.settings().starttls(),
                target.settings().tls(),
                call.timeouts());
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
