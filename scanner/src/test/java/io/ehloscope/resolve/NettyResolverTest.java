package io.ehloscope.resolve;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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
        resolver = new NettyResolver(group.next().next(), List.of(server.address()), Schedulers.parallel());
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
    void aNameServerThatFailsSaysNothingAboutTheName() {
        server.refuses("mail.example.com", DnsResponseCode.SERVFAIL);
        assertThat(missing(resolver.addresses("mail.example.com", BOUND)).reason())
                .isEqualTo(Reason.UNREACHABLE);
    }

    @Test
    void aLostQueryIsAskedAgain() {
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
    void withoutMxTheDomainItselfTakesTheMail() {
        server.a("example.com", 192, 0, 2, 1);
        assertThat(found(resolver.mxHosts("example.com", BOUND))).containsExactly("example.com");
    }

    @Test
    void theNullMxTakesNoMail() {
        server.mx("example.com", 0, ".");
        Failure failure = missing(resolver.mxHosts("example.com", BOUND));
        assertThat(failure.reason()).isEqualTo(Reason.NOT_FOUND);
        assertThat(failure.detail()).contains("null MX");
    }

    @Test
    void theNullMxBesideOthersIsPassedOver() {
        server.mx("example.com", 0, ".").mx("example.com", 10, "mail.example.com");
        assertThat(found(resolver.mxHosts("example.com", BOUND))).containsExactly("mail.example.com");
    }

    @Test
    void aThousandNamesAllComeBackWhenTheLookupsAreBounded() {
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
