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
 * Queries the system's name servers, or others, through one Netty resolver: one socket, one cache that respects the
 * TTL, also across scans. Targets with the same name share its lookup. A query without an answer is retried until the
 * time limit: Netty's resolver does not retry with a single name server.
 */
public final class NettyResolver implements Resolver, AutoCloseable {

    private static final Duration QUERY_TIMEOUT = Duration.ofMillis(1_500);

    private final DnsNameResolverBuilder builder;
    private final Scheduler timers;
    private final AddressOrder order;
    private final Refusals refusals = new Refusals();
    private final InvalidNameFilter invalidNames = new InvalidNameFilter();
    private final ConcurrentMap<String, Mono<Lookup<InetAddress>>> addressesInFlight = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Mono<Lookup<String>>> mxInFlight = new ConcurrentHashMap<>();
    private @Nullable DnsNameResolver dns;
    private boolean closed;

    /**
     * Creates a resolver on this event loop.
     *
     * @param servers the name servers to query; empty for the system's
     * @param timers measures the time limits
     */
    public NettyResolver(EventLoop loop, List<InetSocketAddress> servers, Scheduler timers) {
        this(loop, servers, timers, AddressOrder.ofThisMachine());
    }

    /** Creates a resolver with another order of addresses, for tests. */
    NettyResolver(EventLoop loop, List<InetSocketAddress> servers, Scheduler timers, AddressOrder order) {
        this.builder = new DnsNameResolverBuilder(loop)
                .datagramChannelFactory(() -> filtered(new NioDatagramChannel(), invalidNames.ofDatagrams()))
                .socketChannelFactory(() -> filtered(new NioSocketChannel(), invalidNames.ofTcp()))
                .queryTimeoutMillis(QUERY_TIMEOUT.toMillis())
                .ndots(1)
                .dnsQueryLifecycleObserverFactory(refusals)
                // Both families, regardless of this machine's addresses: "has no address" must be true of the name.
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
                () -> query(host, bound, () -> dns().resolveAll(host))
                        .map(found -> found(host, found))
                        .onErrorResume(e -> Mono.just(missing(host, e, bound))));
    }

    @Override
    public Mono<Lookup<String>> mxHosts(String domain, Duration bound) {
        return shared(
                mxInFlight,
                domain,
                () -> query(
                                domain,
                                bound,
                                () -> dns().resolveAll(new DefaultDnsQuestion(absolute(domain), DnsRecordType.MX)))
                        .map(records -> mx(domain, records))
                        .onErrorResume(e -> Mono.just(withoutMx(domain, missing(domain, e, bound)))));
    }

    /** Without MX records the domain itself is the mail exchanger (RFC 5321 section 5.1). */
    private Lookup<String> withoutMx(String domain, Lookup.Missing<String> missing) {
        List<String> exchanges = invalidNames.exchanges(domain);
        if (!exchanges.isEmpty()) {
            return new Lookup.Missing<>(DnsFailures.noHostNames(domain, exchanges));
        }
        return missing.failure().reason() == Reason.NOT_FOUND ? new Lookup.Found<>(List.of(domain)) : missing;
    }

    /** One lookup for all concurrent requests for the same name. */
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

    /** Creates the resolver for the first lookup: fleets that are listed by address never need one. */
    private synchronized DnsNameResolver dns() {
        if (closed) {
            throw new IllegalStateException("these name servers are asked no more");
        }
        if (dns == null) {
            dns = builder.build();
        }
        return dns;
    }

    private <T> Mono<T> query(String name, Duration bound, Supplier<Future<T>> query) {
        return Mono.defer(() -> {
                    invalidNames.forget(name);
                    return from(query.get());
                })
                .retryWhen(Retry.indefinitely().filter(DnsFailures::isAnswerLost))
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
                ? new Lookup.Missing<>(DnsFailures.noUsableAddress(host, addresses))
                : new Lookup.Found<>(usable);
    }

    private Lookup<String> mx(String domain, List<DnsRecord> records) {
        try {
            List<String> hosts = MxRecords.hosts(records);
            List<String> exchanges = invalidNames.exchanges(domain);
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
        Failure failure = DnsFailures.of(name, thrown, refusals.take(name), bound);
        if (invalidNames.isUnreadable(name)) {
            return new Lookup.Missing<>(DnsFailures.unreadable(name));
        }
        List<String> aliases = invalidNames.aliases(name);
        return new Lookup.Missing<>(aliases.isEmpty() ? failure : DnsFailures.invalidAlias(name, aliases));
    }

    /** The trailing dot prevents the use of search domains. */
    private static String absolute(String domain) {
        return domain.endsWith(".") ? domain : domain + ".";
    }
}
