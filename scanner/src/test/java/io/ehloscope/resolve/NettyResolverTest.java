package io.ehloscope.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.codec.dns.DnsResponseCode;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

class NettyResolverTest {

    private static final Duration BOUND = Duration.ofSeconds(10);

    private EventLoopGroup group;
    private ScriptedNameServer server;
    private NettyResolver resolver;

    @BeforeEach
    void start() {
        group = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
        server = new ScriptedNameServer(group);
        resolver = new NettyResolver(
                group.next().next(),
                List.of(server.address()),
                Schedulers.parallel(),
                new AddressOrder(AddressOrder.V6.GLOBAL));
    }

    @AfterEach
    void stop() {
        resolver.close();
        server.close();
        group.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS);
    }

    @Test
    void aNameHasItsAddresses() {
        server.a("mail.example.com", 192, 0, 2, 1).a("mail.example.com", 192, 0, 2, 2);
        assertThat(found(resolver.addresses("mail.example.com", BOUND)))
                .extracting(InetAddress::getHostAddress)
                .containsExactlyInAnyOrder("192.0.2.1", "192.0.2.2");
    }

    @Test
    void aNameThatDoesNotExistIsNotFound() {
        Failure failure = missing(resolver.addresses("gone.example.com", BOUND));
        assertThat(failure).extracting(Failure::stage, Failure::reason).containsExactly(Stage.DNS, Reason.NOT_FOUND);
    }

    @Test
    void servfailIsUnreachableAndNotNotFound() {
        server.refuses("mail.example.com", DnsResponseCode.SERVFAIL);
        assertThat(missing(resolver.addresses("mail.example.com", BOUND)).reason())
                .isEqualTo(Reason.UNREACHABLE);
    }

    @Test
    void aLostQueryIsRetried() {
        server.a("mail.example.com", 192, 0, 2, 1).loses(2);
        assertThat(found(resolver.addresses("mail.example.com", BOUND))).hasSize(1);
    }

    @Test
    void silenceIsATimeoutWithinTheBound() {
        server.loses(1_000);
        Failure failure = missing(resolver.addresses("mail.example.com", Duration.ofMillis(300)));
        assertThat(failure.reason()).isEqualTo(Reason.TIMEOUT);
    }

    @Test
    void mxHostsComeInTheOrderOfTheirPreference() {
        server.mx("example.com", 20, "backup.example.com").mx("example.com", 10, "mail.example.com");
        assertThat(found(resolver.mxHosts("example.com", BOUND)))
                .containsExactly("mail.example.com", "backup.example.com");
    }

    @Test
    void withoutMxTheDomainItselfIsTheExchange() {
        server.a("example.com", 192, 0, 2, 1);
        assertThat(found(resolver.mxHosts("example.com", BOUND))).containsExactly("example.com");
    }

    @Test
    void theNullMxIsNotFound() {
        server.mx("example.com", 0, ".");
        Failure failure = missing(resolver.mxHosts("example.com", BOUND));
        assertThat(failure.reason()).isEqualTo(Reason.NOT_FOUND);
        assertThat(failure.detail()).contains("null MX");
    }

    @Test
    void theNullMxBesideOthersIsIgnored() {
        server.mx("example.com", 0, ".").mx("example.com", 10, "mail.example.com");
        assertThat(found(resolver.mxHosts("example.com", BOUND))).containsExactly("mail.example.com");
    }

    /** Labels that make an exchange an invalid host name, and how the exchange is shown. */
    static Stream<Arguments> exchangesThatAreNoHosts() {
        return Stream.of(
                Arguments.of("ma\u0000il", "ma\\000il.example.com"),
                Arguments.of("m\u00e4il", "m\\228il.example.com"),
                Arguments.of("m\u00c3\u00a4il", "m\\195\\164il.example.com"),
                Arguments.of("ma il", "ma\\032il.example.com"),
                Arguments.of("mail\" level=error msg=\"x", "mail\\034\\032level=error\\032msg=\\034x.example.com"),
                Arguments.of("mail\r\nlevel=error", "mail\\013\\010level=error.example.com"),
                Arguments.of("a.b", "a\\046b.example.com"),
                Arguments.of("a\\b", "a\\092b.example.com"),
                Arguments.of("-mail", "-mail.example.com"),
                Arguments.of("mail*", "mail*.example.com"),
                Arguments.of("<b>", "<b>.example.com"));
    }

    @ParameterizedTest
    @MethodSource("exchangesThatAreNoHosts")
    void anInvalidExchangeIsRejectedAndShownEscaped(String label, String shown) {
        server.mxLabels("example.com", 10, label, "example", "com");
        Failure failure = missing(resolver.mxHosts("example.com", BOUND));
        assertThat(failure)
                .isEqualTo(Failure.of(
                        Stage.DNS,
                        Reason.NOT_FOUND,
                        "an MX record of example.com names no host (RFC 1123): \"" + shown + "\""));
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.1", "2001:db8::1", "mail.example.25"})
    void anExchangeThatIsAnAddressIsRejected(String exchange) {
        server.mx("example.com", 10, exchange);
        assertThat(missing(resolver.mxHosts("example.com", BOUND)).detail())
                .isEqualTo("an MX record of example.com names no host (RFC 1123): \"" + exchange + "\"");
    }

    @Test
    void validExchangesAreFoundBesideAnInvalidOne() {
        server.mxLabels("example.com", 5, "ma il")
                .mx("example.com", 10, "_mail.Example.com.")
                .mx("example.com", 20, "xn--mil-qla.example.com");
        Lookup<String> lookup = resolver.mxHosts("example.com", BOUND).block(Duration.ofSeconds(30));
        Lookup.Found<String> found = (Lookup.Found<String>) lookup;
        assertThat(found.values()).containsExactly("_mail.example.com", "xn--mil-qla.example.com");
        assertThat(found.beside().detail()).endsWith("\"ma\\032il\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\u0000",
                "\u0000\n",
                "\u0000\n\u0009mail",
                "\u0000\n\u0004mail",
                "\u0000\n\u00ff\u00ff",
                "\u0000\n\u0041mail\u0000"
            })
    void anUnreadableMxRecordIsRejected(String bytes) {
        server.mxBytes("example.com", bytes);
        Failure failure = missing(resolver.mxHosts("example.com", BOUND));
        assertThat(failure.reason()).isEqualTo(Reason.NOT_FOUND);
        assertThat(failure.detail()).startsWith("an MX record of example.com names no host (RFC 1123): \"");
    }

    @Test
    void manyInvalidExchangesAreCounted() {
        IntStream.range(0, 20).forEach(i -> server.mxLabels("example.com", i, "a b" + i));
        assertThat(missing(resolver.mxHosts("example.com", BOUND)).detail())
                .endsWith("\"a\\032b0\", \"a\\032b1\", \"a\\032b2\" and 17 more");
    }

    @ParameterizedTest
    @MethodSource("exchangesThatAreNoHosts")
    void anAliasOfAnInvalidHostNameIsNotFound(String label, String shown) {
        server.cnameLabels("odd.example.com", label, "example", "com");
        assertThat(missing(resolver.addresses("odd.example.com", BOUND)))
                .isEqualTo(Failure.of(
                        Stage.DNS,
                        Reason.NOT_FOUND,
                        "odd.example.com is an alias (CNAME) of a name that is not a host name (RFC 1123): \"" + shown
                                + "\""));
    }

    @ParameterizedTest
    @MethodSource("exchangesThatAreNoHosts")
    void invalidExchangesAreRejectedByTcpToo(String label, String shown) {
        server.mxLabels("example.com", 10, label, "example", "com").truncates("example.com");
        assertThat(missing(resolver.mxHosts("example.com", BOUND)).detail()).endsWith("\"" + shown + "\"");
        assertThat(server.queriesByTcp()).isPositive();
    }

    @Test
    void aNameWithoutAddressesDiffersFromAMissingName() {
        server.txt("empty.example.com");
        Failure empty = missing(resolver.addresses("empty.example.com", BOUND));
        assertThat(empty.reason()).isEqualTo(Reason.NOT_FOUND);
        assertThat(empty.detail()).startsWith("empty.example.com exists in DNS, but has no address");
        assertThat(missing(resolver.addresses("gone.example.com", BOUND)).detail())
                .startsWith("no such name in DNS: gone.example.com (NXDOMAIN)");
    }

    @Test
    void theErrorCodeOfTheNameServerIsReported() {
        server.refuses("failing.example.com", DnsResponseCode.SERVFAIL);
        server.refuses("secret.example.com", DnsResponseCode.REFUSED);
        assertThat(missing(resolver.addresses("failing.example.com", BOUND)).detail())
                .startsWith("the name server failed on failing.example.com (SERVFAIL)");
        assertThat(missing(resolver.addresses("secret.example.com", BOUND)).detail())
                .startsWith("the name server refuses to answer about secret.example.com (REFUSED)");
    }

    @Test
    void aMissingNameServerIsNotNotFound() {
        server.close();
        Failure failure = missing(resolver.addresses("mail.example.com", Duration.ofSeconds(3)));
        assertThat(failure.reason()).isIn(Reason.TIMEOUT, Reason.UNREACHABLE);
        assertThat(failure.detail()).contains("dns: servers");
    }

    @Test
    void bothFamiliesAreQueriedOnEveryMachine() {
        server.aaaa("six.example.com", "2001:db8::1");
        server.a("both.example.com", 192, 0, 2, 1).aaaa("both.example.com", "2001:db8::2");
        assertThat(found(resolver.addresses("six.example.com", BOUND))).hasSize(1);
        assertThat(found(resolver.addresses("both.example.com", BOUND))).hasSize(2);
    }

    @Test
    void chainsOfAliasesAreFollowed() {
        server.cname("a.example.com", "b.example.com")
                .cname("b.example.com", "c.example.org")
                .a("c.example.org", 192, 0, 2, 7);
        assertThat(found(resolver.addresses("a.example.com", BOUND)))
                .extracting(InetAddress::getHostAddress)
                .containsExactly("192.0.2.7");
    }

    @ParameterizedTest
    @CsvSource({"self.example.com, self.example.com", "one.example.com, two.example.com"})
    void circularAliasesAreNotFound(String one, String two) {
        server.cname(one, two).cname(two, one);
        Failure failure = missing(resolver.addresses(one, BOUND));
        assertThat(failure.reason()).isEqualTo(Reason.NOT_FOUND);
        assertThat(failure.detail()).startsWith(one + " exists in DNS, but has no address");
        assertThat(server.queries()).as("bounded").isLessThan(40);
    }

    @Test
    void aTruncatedAnswerIsQueriedByTcp() {
        IntStream.range(1, 60).forEach(i -> server.a("pool.example.com", 192, 0, 2, i));
        server.truncates("pool.example.com");
        assertThat(found(resolver.addresses("pool.example.com", BOUND))).hasSize(59);
        assertThat(server.queriesByTcp()).isPositive();
    }

    @Test
    void anUnspecifiedAddressIsNotFound() {
        server.a("nowhere.example.com", 0, 0, 0, 0).aaaa("nowhere.example.com", "::");
        Failure failure = missing(resolver.addresses("nowhere.example.com", BOUND));
        assertThat(failure.reason()).isEqualTo(Reason.NOT_FOUND);
        assertThat(failure.detail()).contains("0.0.0.0").contains("not the address of a server");
    }

    @Test
    void anAnswerIsCachedForItsTtl() {
        server.a("kept.example.com", 192, 0, 2, 1);
        found(resolver.addresses("kept.example.com", BOUND));
        int first = server.queries();
        found(resolver.addresses("kept.example.com", BOUND));
        assertThat(server.queries()).isEqualTo(first);
        server.ttl(1).a("fresh.example.com", 192, 0, 2, 2);
        found(resolver.addresses("fresh.example.com", BOUND));
        int before = server.queries();
        assertTimeoutPreemptively(BOUND, () -> {
            while (server.queries() == before) {
                found(resolver.addresses("fresh.example.com", BOUND));
            }
        });
    }

    @Test
    void concurrentLookupsOfOneNameShareItsAnswer() {
        server.ttl(0).a("shared.example.com", 192, 0, 2, 1).mx("example.com", 10, "shared.example.com");
        Flux.range(0, 50)
                .flatMap(i -> resolver.addresses("shared.example.com", BOUND), 50)
                .collectList()
                .block(Duration.ofSeconds(30));
        Flux.range(0, 50)
                .flatMap(i -> resolver.mxHosts("example.com", BOUND), 50)
                .collectList()
                .block(Duration.ofSeconds(30));
        assertThat(server.queries()).isLessThan(20);
    }

    @Test
    void theNextNameServerIsQueriedIfOneIsSilent() {
        try (ScriptedNameServer silent = new ScriptedNameServer(group).loses(1_000);
                NettyResolver both = new NettyResolver(
                        group.next().next(), List.of(silent.address(), server.address()), Schedulers.parallel())) {
            server.a("mail.example.com", 192, 0, 2, 1);
            assertThat(found(both.addresses("mail.example.com", BOUND))).hasSize(1);
        }
    }

    @Test
    void aLookupAfterCloseFailsAndOpensNoSocket() {
        server.a("mail.example.com", 192, 0, 2, 1);
        resolver.close();
        assertThat(missing(resolver.addresses("mail.example.com", BOUND)).detail())
                .isEqualTo("the lookup of mail.example.com failed: these name servers are asked no more");
        assertThat(server.queries()).isZero();
    }

    @Test
    void boundedConcurrencyResolvesAThousandNames() {
        IntStream.range(0, 1_000).forEach(i -> server.a("mail" + i + ".example.com", 192, 0, 2, i % 250));
        List<Lookup<InetAddress>> all = Flux.range(0, 1_000)
                .flatMap(i -> resolver.addresses("mail" + i + ".example.com", BOUND), Resolver.MAX_IN_FLIGHT)
                .collectList()
                .block(Duration.ofSeconds(60));
        assertThat(all).hasSize(1_000).allMatch(each -> each instanceof Lookup.Found);
    }

    private static <T> List<T> found(Mono<Lookup<T>> lookup) {
        Lookup<T> answer = lookup.block(Duration.ofSeconds(30));
        assertThat(answer).isInstanceOf(Lookup.Found.class);
        return ((Lookup.Found<T>) answer).values();
    }

    private static <T> Failure missing(Mono<Lookup<T>> lookup) {
        Lookup<T> answer = lookup.block(Duration.ofSeconds(30));
        assertThat(answer).isInstanceOf(Lookup.Missing.class);
        return ((Lookup.Missing<T>) answer).failure();
    }
}
