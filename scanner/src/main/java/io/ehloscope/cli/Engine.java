package io.ehloscope.cli;

import io.ehloscope.classify.Classifier;
import io.ehloscope.dialogue.Authorities;
import io.ehloscope.dialogue.Errand;
import io.ehloscope.dialogue.EventLoopLag;
import io.ehloscope.dialogue.NettyDialogue;
import io.ehloscope.dialogue.TlsUpgrade;
import io.ehloscope.inventory.Trust;
import io.ehloscope.plan.Plan;
import io.ehloscope.plan.Target;
import io.ehloscope.resolve.NettyResolver;
import io.ehloscope.resolve.Resolver;
import io.ehloscope.scan.AddressGates;
import io.ehloscope.scan.Call;
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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.resources.LoopResources;

/** All that runs while a command does: event loops, timers, the resolver, and a pipeline made of them. */
final class Engine implements AutoCloseable {

    private static final Duration GRACE = Duration.ofSeconds(2);

    private final LoopResources loops;
    private final Scheduler timers;
    private final Timekeeper time;
    private final ExecutorService handshakes;
    private final SplittableRandom random = new SplittableRandom();
    private final @Nullable Resolver names;
    private final EventLoopLag lag;
    private final AddressGates gates;
    private final Scan scan;
    private @Nullable NettyResolver owned;
    private List<String> asked = List.of();
    private @Nullable NettyDialogue dialogues;
    private Trust trusted = Trust.NONE;

    /**
     * An engine for scans of this plan.
     *
     * @param plan whose EHLO name and name servers are used
     * @param classifier judges the answers
     * @param names answers instead of DNS; null for DNS
     * @param observer is told what scans do
     */
    Engine(Plan plan, Classifier classifier, @Nullable Resolver names, ScanObserver observer) {
        int workers = Math.max(2, Runtime.getRuntime().availableProcessors());
        loops = LoopResources.create("ehlo", 1, workers, true);
        timers = Schedulers.newSingle("timers", true);
        time = new Timekeeper(Clock.systemUTC(), System::nanoTime, timers);
        lag = new EventLoopLag(loops.onClient(false), time.nanos());
        handshakes = Executors.newFixedThreadPool(workers, new DefaultThreadFactory("tls", true));
        gates = new AddressGates(timers);
        this.names = names;
        scan = scan(plan, classifier, observer);
    }

    /**
     * A pipeline for another plan, with its EHLO name, its name servers and its authorities. One at a time: where the name servers are
     * others, those of the pipelines before it are asked no more.
     */
    Scan scan(Plan plan, Classifier classifier, ScanObserver observer) {
        NettyDialogue dialogue = dialogue(plan.trust());
        return new Scan(new Scan.Parts(
                resolver(plan),
                gates.guarding(call -> dialogue.with(errand(call, plan.ehloName())), plan.limits()),
                classifier::assess,
                time,
                lag::worstSince,
                random::nextDouble,
                observer));
    }

    /** The same for all plans that trust the same: to read the authorities of this machine's Java takes a while. */
    private synchronized NettyDialogue dialogue(Trust trust) {
        NettyDialogue known = dialogues;
        if (known != null && trust.equals(trusted)) {
            return known;
        }
        Authorities authorities = Authorities.ofThisJavaAnd(trust.authorities());
        NettyDialogue fresh = new NettyDialogue(loops, new TlsUpgrade(authorities, time.clock(), handshakes));
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

    Scan scan() {
        return scan;
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

    @Override
    public void close() {
        lag.close();
        if (owned != null) {
            owned.close();
        }
        loops.disposeLater(Duration.ZERO, GRACE).onErrorComplete().block(GRACE.multipliedBy(2));
        handshakes.shutdownNow();
        timers.dispose();
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
