package io.ehloscope.resolve;

import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.resolver.ResolvedAddressTypes;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.SequentialDnsServerAddressStreamProvider;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

/**
 * The system's name servers, or others, asked through one Netty resolver: one socket, one cache that respects the TTL,
 * also from scan to scan. Targets that share a name share its lookup. A query that gets no answer is asked again until the
 * bound is reached: the resolver beneath does not do that with a single name server.
 */
public final class NettyResolver implements Resolver, AutoCloseable {

    private static final Duration QUERY_TIMEOUT = Duration.ofMillis(1_500);

    private final DnsNameResolverBuilder builder;
    private final Scheduler timers;
    private final AddressOrder order;
    private final Refusals refusals = new Refusals();
    private final InvalidNameFilter odd = new InvalidNameFilter();
    private final ConcurrentMap<String, Mono<Lookup<InetAddress>>> addressesInFlight = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Mono<Lookup<String>>> mxInFlight = new ConcurrentHashMap<>();
    private @Nullable DnsNameResolver dns;
    private boolean closed;

    /**
     * A resolver on this event loop.
     *
     * @param servers whom to ask; empty for the system's name servers
     * @param timers measures the bounds
     */
    public NettyResolver(EventLoop loop, List<InetSocketAddress> servers, Scheduler timers) {
        this(loop, servers, timers, AddressOrder.ofThisMachine());
    }

    /** The same on a machine with other addresses. */
    NettyResolver(EventLoop loop, List<InetSocketAddress> servers, Scheduler timers, AddressOrder order) {
        this.builder = new DnsNameResolverBuilder(loop)
                .datagramChannelFactory(() -> filtered(new NioDatagramChannel(), odd.ofDatagrams()))
                .socketChannelFactory(() -> filtered(new NioSocketChannel(), odd.ofTcp()))
                .queryTimeoutMillis(QUERY_TIMEOUT.toMillis())
                .ndots(1)
                .dnsQueryLifecycleObserverFactory(refusals)
                // Both families whatever this machine has: that a name has no address must be true of the name.
                .resolvedAddressTypes(ResolvedAddressTypes.IPV4_PREFERRED)
                .optResourceEnabled(false);
        if (!servers.isEmpty()) {
            builder.nameServerProvider(new SequentialDnsServerAddressStreamProvider(servers));
        }
        this.timers = timers;
        this.order = order;
    }

    @Override
    public Mono<Lookup<InetAddress>> addresses(String host, Duration bound) {
        return shared(
                addressesInFlight,
                host,
                () -> ask(host, bound, () -> dns().resolveAll(host))
                        .map(found -> found(host, found))
                        .onErrorResume(e -> Mono.just(missing(host, e, bound))));
    }

    @Override
    public Mono<Lookup<String>> mxHosts(String domain, Duration bound) {
        return shared(
                mxInFlight,
                domain,
                () -> ask(
                                domain,
                                bound,
                                () -> dns().resolveAll(new DefaultDnsQuestion(absolute(domain), DnsRecordType.MX)))
                        .map(records -> mx(domain, records))
                        .onErrorResume(e -> Mono.just(withoutMx(domain, missing(domain, e, bound)))));
    }

    /** Without MX records the domain itself takes the mail (RFC 5321 section 5.1). */
    private Lookup<String> withoutMx(String domain, Lookup.Missing<String> missing) {
        List<String> exchanges = odd.exchanges(domain);
        if (!exchanges.isEmpty()) {
            return new Lookup.Missing<>(DnsFailures.noHostNames(domain, exchanges));
        }
        return missing.failure().reason() == Reason.NOT_FOUND ? new Lookup.Found<>(List.of(domain)) : missing;
    }

    /** One lookup for all that ask about the name at the same time. */
    private static <T> Mono<Lookup<T>> shared(
            ConcurrentMap<String, Mono<Lookup<T>>> inFlight, String name, Supplier<Mono<Lookup<T>>> lookup) {
        return inFlight.computeIfAbsent(
                name,
                absent -> Mono.defer(lookup)
                        .doFinally(signal -> inFlight.remove(name))
                        .cache());
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (dns != null) {
            dns.close();
        }
    }

    private static <C extends Channel> C filtered(C channel, ChannelHandler first) {
        channel.pipeline().addFirst(first);
        return channel;
    }

    /** Made when the first name is asked for: fleets that are named by their addresses never do. */
    private synchronized DnsNameResolver dns() {
        if (closed) {
            throw new IllegalStateException("these name servers are asked no more");
        }
        if (dns == null) {
            dns = builder.build();
        }
        return dns;
    }

    private <T> Mono<T> ask(String name, Duration bound, Supplier<Future<T>> query) {
        return Mono.defer(() -> {
                    odd.forget(name);
                    return from(query.get());
                })
                .retryWhen(Retry.indefinitely().filter(DnsFailures::isLostAnswer))
                .timeout(bound, timers);
    }

    private static <T> Mono<T> from(Future<T> future) {
        return Mono.create(sink -> {
            future.addListener((Future<T> done) -> {
                if (done.isSuccess()) {
                    sink.success(done.getNow());
                } else {
                    sink.error(done.cause());
                }
            });
            sink.onCancel(() -> future.cancel(false));
        });
    }

    private Lookup<InetAddress> found(String host, List<InetAddress> addresses) {
        List<InetAddress> usable = order.of(addresses);
        return usable.isEmpty()
                ? new Lookup.Missing<>(DnsFailures.noServer(host, addresses))
                : new Lookup.Found<>(usable);
    }

    private Lookup<String> mx(String domain, List<DnsRecord> records) {
        try {
            List<String> hosts = MxRecords.hosts(records);
            List<String> exchanges = odd.exchanges(domain);
            if (!exchanges.isEmpty()) {
                Failure refused = DnsFailures.noHostNames(domain, exchanges);
                return hosts.isEmpty() || hosts.equals(List.of(""))
                        ? new Lookup.Missing<>(refused)
                        : new Lookup.Found<>(hosts, refused);
            }
            if (hosts.isEmpty()) {
                return new Lookup.Found<>(List.of(domain));
            }
            return hosts.equals(List.of(""))
                    ? new Lookup.Missing<>(Failure.of(
                            Stage.DNS,
                            Reason.NOT_FOUND,
                            domain + " declares that it accepts no mail (null MX, RFC 7505)"))
                    : new Lookup.Found<>(hosts);
        } finally {
            records.forEach(ReferenceCountUtil::release);
        }
    }

    private <T> Lookup.Missing<T> missing(String name, Throwable thrown, Duration bound) {
        Failure failure = DnsFailures.read(name, thrown, refusals.take(name), bound);
        if (odd.isUnreadable(name)) {
            return new Lookup.Missing<>(DnsFailures.unreadable(name));
        }
        List<String> aliases = odd.aliases(name);
        return new Lookup.Missing<>(aliases.isEmpty() ? failure : DnsFailures.oddAlias(name, aliases));
    }

    /** A trailing dot keeps search domains out of it. */
    private static String absolute(String domain) {
        return domain.endsWith(".") ? domain : domain + ".";
    }
}
