package io.ehloscope.cli;

import io.ehloscope.classify.Classifier;
import io.ehloscope.dialogue.Authorities;
import io.ehloscope.dialogue.Errand;
import io.ehloscope.dialogue.NettyDialogue;
import io.ehloscope.dialogue.TlsUpgrade;
import io.ehloscope.plan.Plan;
import io.ehloscope.plan.Target;
import io.ehloscope.resolve.NettyResolver;
import io.ehloscope.resolve.Resolver;
import io.ehloscope.scan.Call;
import io.ehloscope.scan.Lateness;
import io.ehloscope.scan.Scan;
import io.ehloscope.scan.ScanObserver;
import io.ehloscope.scan.Timekeeper;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.resources.LoopResources;

/** All that runs while a command does: event loops, timers, the computing of handshakes, the resolver, and a pipeline made of them. */
final class Engine implements AutoCloseable {

    private static final Duration GRACE = Duration.ofSeconds(2);

    private final LoopResources loops;
    private final Scheduler timers;
    private final ExecutorService handshakes;
    private final Timekeeper time;
    private final @Nullable NettyResolver owned;
    private final Scan scan;

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
        owned = names == null ? new NettyResolver(loops.onClient(false).next(), servers(plan), timers) : null;
        Resolver resolver = owned == null ? Objects.requireNonNull(names) : owned;
        handshakes = Executors.newFixedThreadPool(workers, new DefaultThreadFactory("tls", true));
        Authorities authorities = Authorities.ofThisJavaAnd(plan.trust().authorities());
        NettyDialogue dialogue = new NettyDialogue(loops, new TlsUpgrade(authorities, time.clock(), handshakes));
        SplittableRandom random = new SplittableRandom();
        scan = new Scan(new Scan.Parts(
                resolver,
                call -> dialogue.with(errand(call, plan.ehloName())),
                classifier::assess,
                time,
                Lateness.NONE,
                random::nextDouble,
                observer));
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

    @Override
    public void close() {
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
