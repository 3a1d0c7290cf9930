package io.ehloscope.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ehloscope.demo.Caller;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every act, as the client sees it. */
class ReactionTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private SimulatedServer server =
            SimulatedServer.start(Persona.speaks(Script.silent())).block(PATIENCE);

    @AfterEach
    void noConnectionStaysOpen() {
        server.stop().block(PATIENCE);
        assertThat(server.openConnections()).isZero();
    }

    @Test
    void everyLineEndsWithCrlf() throws IOException {
        assertThat(all(Reaction.lines("220-a\n220-b\r\n220 c").thenClose())).isEqualTo("220-a\r\n220-b\r\n220 c\r\n");
    }

    @Test
    void bytesAreSentUnchanged() throws IOException {
        String every =
                IntStream.rangeClosed(0, 255).mapToObj(Character::toString).collect(Collectors.joining());
        assertThat(all(Reaction.bytes(every).thenClose())).isEqualTo(every);
    }

    @Test
    void charBeyondOneByteIsRejected() {
        assertThatThrownBy(() -> Reaction.bytes("\u20ac")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void silenceSendsNothingAndStaysConnected() throws IOException {
        try (Caller caller = connect(Reaction.silence())) {
            caller.socket().setSoTimeout(150);
            assertThatThrownBy(caller::line).isInstanceOf(SocketTimeoutException.class);
            assertThat(server.openConnections()).isEqualTo(1);
        }
    }

    @Test
    void delayedReplyIsNotSentEarly() throws IOException {
        long began = System.nanoTime();
        assertThat(all(Reaction.lines("220 late").after(Duration.ofMillis(150)).thenClose()))
                .isEqualTo("220 late\r\n");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(150));
    }

    @Test
    void drippingTakesAnIntervalForEveryByteButTheFirst() throws IOException {
        long began = System.nanoTime();
        assertThat(all(Reaction.lines("220 drops")
                        .dripping(Duration.ofMillis(20))
                        .thenClose()))
                .isEqualTo("220 drops\r\n");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
    }

    @Test
    void chunksAreCutToSizeWithAnIntervalBetween() throws IOException {
        long began = System.nanoTime();
        assertThat(all(Reaction.bytes("0123456789")
                        .inChunks(4, Duration.ofMillis(60))
                        .thenClose()))
                .isEqualTo("0123456789");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(120));
    }

    @Test
    void dripStopsWhenTheClientDisconnects() throws IOException {
        try (Caller caller = connect(Reaction.lines("220 for ever").dripping(Duration.ofMinutes(1)))) {
            assertThat(caller.socket().getInputStream().read()).isEqualTo('2');
        }
        server.idle().block(PATIENCE);
        assertThat(server.received())
                .singleElement()
                .extracting(ReceivedDialogue::ending)
                .isEqualTo(ReceivedDialogue.Ending.CLIENT_LEFT);
    }

    @Test
    void floodEndsAtItsLastByte() throws IOException {
        assertThat(all(Reaction.flood("250-X", 100_003).thenClose()))
                .hasSize(100_003)
                .startsWith("250-X\r\n250-X\r\n")
                .endsWith("250-X\r\n2");
    }

    @Test
    void endlessFloodLastsUntilTheClientDisconnects() throws IOException {
        try (Caller caller = connect(Reaction.flood("250-X", Long.MAX_VALUE))) {
            assertThat(caller.socket().getInputStream().readNBytes(1 << 20)).hasSize(1 << 20);
        }
        server.idle().block(PATIENCE);
        assertThat(server.received())
                .singleElement()
                .extracting(ReceivedDialogue::ending)
                .isEqualTo(ReceivedDialogue.Ending.CLIENT_LEFT);
    }

    @Test
    void closeComesAfterAllBytesSent() throws IOException {
        assertThat(all(Reaction.bytes("220-half a repl").thenClose())).isEqualTo("220-half a repl");
        server.idle().block(PATIENCE);
        assertThat(server.received())
                .singleElement()
                .extracting(ReceivedDialogue::ending)
                .isEqualTo(ReceivedDialogue.Ending.SERVER_LEFT);
    }

    @Test
    void resetResetsTheConnection() throws IOException {
        try (Caller caller = connect(Reaction.silence().thenReset())) {
            assertThatThrownBy(caller::rest).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void halfClosedServerStillReads() throws IOException {
        try (Caller caller = connect(Reaction.lines("220 last words").thenHalfClose())) {
            assertThat(caller.rest()).isEqualTo("220 last words\r\n");
            caller.say("NOOP\r\n");
        }
        server.idle().block(PATIENCE);
        assertThat(server.received())
                .singleElement()
                .extracting(ReceivedDialogue::text)
                .isEqualTo("NOOP\r\n");
    }

    @Test
    void serverCanReplyBeforeACommand() throws IOException {
        String unasked = "220 hi\r\n250-mail.example\r\n250 OK\r\n";
        try (Caller caller = connect(Reaction.bytes(unasked))) {
            assertThat(caller.reply() + caller.reply()).isEqualTo(unasked);
            caller.say("EHLO me\r\n");
        }
        server.idle().block(PATIENCE);
        assertThat(server.received())
                .singleElement()
                .extracting(ReceivedDialogue::earlyTalk)
                .isEqualTo("");
    }

    @Test
    void anotherScriptContinuesInsideTls() throws Exception {
        play(withTls(Reaction.lines("220 go ahead")));
        try (Caller plain = Caller.of(server)) {
            plain.reply();
            assertThat(plain.ask("EHLO me")).isEqualTo("250-mail.example\r\n250 STARTTLS\r\n");
            assertThat(plain.ask("STARTTLS")).isEqualTo("220 go ahead\r\n");
            try (Caller inside = plain.over(tls(plain))) {
                assertThat(inside.ask("EHLO me again")).isEqualTo("250-mail.example\r\n250 AUTH LOGIN\r\n");
                assertThat(inside.ask("QUIT")).isEqualTo("221 2.0.0 Bye\r\n");
            }
        }
        server.idle().block(PATIENCE);
        assertThat(server.received())
                .containsExactly(new ReceivedDialogue(
                        "EHLO me\r\nSTARTTLS\r\nEHLO me again\r\nQUIT\r\n",
                        "",
                        "",
                        true,
                        ReceivedDialogue.Ending.QUIT));
    }

    @Test
    void bytesInjectedAfterTheStarttlsReplyAreSentInPlainText() throws Exception {
        play(withTls(Reaction.bytes("220 go ahead\r\n250-evil\r\n250 INJECTED\r\n")));
        try (Caller plain = Caller.of(server)) {
            plain.reply();
            assertThat(plain.ask("STARTTLS")).isEqualTo("220 go ahead\r\n");
            assertThat(plain.reply()).isEqualTo("250-evil\r\n250 INJECTED\r\n");
            try (Caller inside = plain.over(tls(plain))) {
                assertThat(inside.ask("EHLO me")).isEqualTo("250-mail.example\r\n250 AUTH LOGIN\r\n");
            }
        }
    }

    @Test
    void commandsInjectedBeforeTlsAreDiscarded() throws Exception {
        play(withTls(Reaction.lines("220 go ahead").after(Duration.ofMillis(100))));
        try (Caller plain = Caller.of(server)) {
            plain.reply();
            assertThat(plain.ask("STARTTLS\r\nHELO evil")).isEqualTo("220 go ahead\r\n");
            try (Caller inside = plain.over(tls(plain))) {
                assertThat(inside.ask("EHLO me")).isEqualTo("250-mail.example\r\n250 AUTH LOGIN\r\n");
            }
        }
        assertThat(server.counts().of(Cue.HELO)).isZero();
    }

    @Test
    void failedHandshakeEndsTheConnection() throws Exception {
        play(withTls(Reaction.lines("220 go ahead")));
        try (Caller plain = Caller.of(server)) {
            plain.reply();
            plain.ask("STARTTLS");
            plain.say("EHLO in plain text\r\n");
            plain.rest();
        }
        server.idle().block(PATIENCE);
        assertThat(server.received())
                .singleElement()
                .extracting(ReceivedDialogue::upgraded)
                .isEqualTo(false);
    }

    private static Persona withTls(Reaction starttls) throws Exception {
        X509Bundle certificate = new CertificateBuilder()
                .subject("CN=mail.example")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        SslContext tls = SslContextBuilder.forServer(
                        certificate.getKeyPair().getPrivate(), certificate.getCertificatePath())
                .build();
        Script inside = Script.esmtp("", "250-mail.example\n250 AUTH LOGIN");
        return Persona.speaks(Script.esmtp("220 mail.example ESMTP", "250-mail.example\n250 STARTTLS")
                .on(Cue.STARTTLS, starttls.thenUpgrade(tls, inside)));
    }

    private static SSLSocket tls(Caller plain) throws Exception {
        SSLContext trusting = SSLContext.getInstance("TLS");
        trusting.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
        SSLSocket socket =
                (SSLSocket) trusting.getSocketFactory().createSocket(plain.socket(), "mail.example", 25, true);
        socket.startHandshake();
        return socket;
    }

    private Caller connect(Reaction reaction) throws IOException {
        play(Persona.speaks(Script.accepting(reaction)));
        return Caller.of(server);
    }

    private void play(Persona persona) {
        server.stop().block(PATIENCE);
        server = SimulatedServer.start(persona).block(PATIENCE);
    }

    private String all(Reaction reaction) throws IOException {
        try (Caller caller = connect(reaction)) {
            return caller.rest();
        }
    }
}
