package io.ehloscope.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ehloscope.demo.Caller;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SimulatedServerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Persona PLAIN = Persona.esmtp("220 mail.example ESMTP", """
            250-mail.example
            250 SIZE 1000
            """);

    private final List<SimulatedServer> started = new ArrayList<>();

    @AfterEach
    void noConnectionStaysOpen() {
        for (SimulatedServer server : started) {
            server.stop().block(PATIENCE);
            assertThat(server.openConnections()).isZero();
        }
    }

    @Test
    void itRecordsADialogueByteForByte() throws IOException {
        SimulatedServer server = start(PLAIN);
        try (Caller caller = Caller.of(server)) {
            assertThat(caller.reply()).isEqualTo("220 mail.example ESMTP\r\n");
            assertThat(caller.ask("EHLO me.example")).isEqualTo("250-mail.example\r\n250 SIZE 1000\r\n");
            assertThat(caller.ask("QUIT")).isEqualTo("221 2.0.0 Bye\r\n");
            assertThat(caller.rest()).isEmpty();
        }
        assertThat(lastDialogue(server))
                .isEqualTo(new ReceivedDialogue(
                        "EHLO me.example\r\nQUIT\r\n", "", "", false, ReceivedDialogue.Ending.QUIT));
    }

    @Test
    void itFindsTheCueInAnyCaseAndWithAnyLineEnd() throws IOException {
        SimulatedServer server = start(PLAIN);
        try (Caller caller = Caller.of(server)) {
            caller.reply();
            assertThat(caller.ask("helo me")).isEqualTo("250 OK\r\n");
            caller.say("ehlo me\n");
            assertThat(caller.reply()).startsWith("250-mail.example");
            assertThat(caller.ask("VRFY x")).startsWith("502 ");
            assertThat(caller.ask("STARTTLS")).startsWith("502 ");
            caller.ask("QuIt");
        }
        lastDialogue(server);
        Counts counts = server.counts();
        assertThat(counts.commands())
                .containsOnlyKeys(Cue.EHLO, Cue.HELO, Cue.STARTTLS, Cue.QUIT, Cue.OTHER)
                .allSatisfy((cue, times) -> assertThat(times).isEqualTo(1));
        assertThat(counts.of(Cue.ACCEPT)).isZero();
    }

    @Test
    void itReadsACommandSentByteByByte() throws IOException {
        SimulatedServer server = start(PLAIN);
        try (Caller caller = Caller.of(server)) {
            caller.reply();
            for (char letter : "EHLO me\r\n".toCharArray()) {
                caller.say(String.valueOf(letter));
            }
            assertThat(caller.reply()).startsWith("250-mail.example");
        }
        assertThat(lastDialogue(server).pipelined()).isEmpty();
    }

    @Test
    void itRecordsBytesBeforeTheEndOfTheGreetingAsEarlyTalk() throws IOException {
        SimulatedServer server = start(Persona.speaks(Script.esmtp("220-wait", "250 mail.example")
                .with(Cue.ACCEPT, first -> first.then(Reaction.lines("220 now").after(Duration.ofMillis(200))))));
        try (Caller caller = Caller.of(server)) {
            caller.say("EHLO one\r\n");
            assertThat(caller.line()).isEqualTo("220-wait\r\n");
            caller.say("EHLO two\r\n");
            assertThat(caller.line()).isEqualTo("220 now\r\n");
            assertThat(caller.reply()).isEqualTo("250 mail.example\r\n");
            assertThat(caller.reply()).isEqualTo("250 mail.example\r\n");
            assertThat(caller.ask("EHLO three")).isEqualTo("250 mail.example\r\n");
        }
        assertThat(lastDialogue(server).earlyTalk()).isEqualTo("EHLO one\r\nEHLO two\r\n");
    }

    @Test
    void allBytesAreEarlyTalkIfTheGreetingNeverEnds() throws IOException {
        SimulatedServer server = start(Persona.speaks(Script.accepting(Reaction.lines("220-wait"))));
        try (Caller caller = Caller.of(server)) {
            assertThat(caller.line()).isEqualTo("220-wait\r\n");
            caller.say("QUIT\r\n");
        }
        assertThat(lastDialogue(server))
                .isEqualTo(new ReceivedDialogue("QUIT\r\n", "QUIT\r\n", "", false, ReceivedDialogue.Ending.QUIT));
    }

    @Test
    void greetingWithoutABlankAfterItsCodeIsComplete() throws IOException {
        SimulatedServer server = start(Persona.esmtp("220*******0*2****\n2002*****0", "500 what"));
        try (Caller caller = Caller.of(server)) {
            caller.line();
            caller.line();
            assertThat(caller.ask("EHLO me")).isEqualTo("500 what\r\n");
        }
        assertThat(lastDialogue(server).earlyTalk()).isEmpty();
    }

    @Test
    void itRecordsPipelinedCommands() throws IOException {
        SimulatedServer server = start(PLAIN);
        try (Caller caller = Caller.of(server)) {
            caller.reply();
            caller.say("EHLO me\r\nQUIT\r\n");
            assertThat(caller.rest()).isEqualTo("250-mail.example\r\n250 SIZE 1000\r\n221 2.0.0 Bye\r\n");
        }
        assertThat(lastDialogue(server).pipelined()).isEqualTo("QUIT\r\n");
    }

    @Test
    void itCountsConnectionsAndThoseThatEndWithoutQuit() throws IOException {
        SimulatedServer server = start(PLAIN);
        try (Caller first = Caller.of(server);
                Caller second = Caller.of(server)) {
            first.reply();
            second.reply();
            assertThat(server.openConnections()).isEqualTo(2);
            assertThat(server.received())
                    .extracting(ReceivedDialogue::ending)
                    .containsOnly(ReceivedDialogue.Ending.STILL_OPEN);
            first.ask("QUIT");
        }
        server.idle().block(PATIENCE);
        try (Caller third = Caller.of(server)) {
            third.reply();
        }
        assertThat(lastDialogue(server).ending()).isEqualTo(ReceivedDialogue.Ending.CLIENT_LEFT);
        Counts counts = server.counts();
        assertThat(counts.connections()).isEqualTo(3);
        assertThat(counts.mostAtOnce()).isEqualTo(2);
        assertThat(counts.open()).isZero();
        assertThat(counts.leftWithoutQuit()).isEqualTo(2);
    }

    @Test
    void itClosesOnALineThatDoesNotEnd() throws IOException {
        SimulatedServer server = start(PLAIN);
        try (Caller caller = Caller.of(server)) {
            caller.reply();
            caller.say("E".repeat(5_000));
            server.idle().block(PATIENCE);
        }
        assertThat(lastDialogue(server).ending()).isEqualTo(ReceivedDialogue.Ending.SERVER_LEFT);
    }

    @Test
    void itClosesOnAFloodOfEmptyLines() throws IOException {
        SimulatedServer server =
                start(Persona.speaks(Script.accepting(Reaction.lines("220 slow").thenPause(Duration.ofMinutes(1)))));
        try (Caller caller = Caller.of(server)) {
            caller.reply();
            caller.say("\n".repeat(70_000));
            server.idle().block(PATIENCE);
        }
        ReceivedDialogue lastDialogue = lastDialogue(server);
        assertThat(lastDialogue.ending()).isEqualTo(ReceivedDialogue.Ending.SERVER_LEFT);
        assertThat(lastDialogue.text()).hasSize(16_384);
    }

    @Test
    void itAnswersManyEmptyLinesInOrder() throws IOException {
        SimulatedServer server = start(PLAIN);
        try (Caller caller = Caller.of(server)) {
            caller.reply();
            caller.say("\r\n".repeat(2_000) + "QUIT\r\n");
            assertThat(caller.rest().lines().toList()).hasSize(2_001).last().isEqualTo("221 2.0.0 Bye");
        }
    }

    @Test
    void stoppingClosesEveryConnectionAndThePort() throws IOException {
        SimulatedServer server = start(PLAIN);
        try (Caller one = Caller.of(server);
                Caller two = Caller.of(server)) {
            one.reply();
            two.reply();
            server.stop().block(PATIENCE);
            assertThat(server.openConnections()).isZero();
            assertThat(one.rest()).isEmpty();
            assertThat(two.rest()).isEmpty();
        }
        assertThatThrownBy(() -> Caller.of(server).close()).isInstanceOf(ConnectException.class);
    }

    @Test
    void anotherPersonaAppliesFromTheNextConnection() throws IOException {
        SimulatedServer server = start(PLAIN);
        try (Caller early = Caller.of(server)) {
            early.reply();
            server.plays(Persona.esmtp("220 mail.example ESMTP", "250 mail.example"));
            assertThat(early.ask("EHLO me.example")).contains("SIZE 1000");
            early.ask("QUIT");
        }
        try (Caller late = Caller.of(server)) {
            late.reply();
            assertThat(late.ask("EHLO me.example")).isEqualTo("250 mail.example\r\n");
            late.ask("QUIT");
        }
        server.idle().block(PATIENCE);
    }

    @Test
    void itListensOnLoopbackOnly() {
        assertThatThrownBy(() -> startAt(new InetSocketAddress(0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("loopback");
    }

    @Test
    void addressInUseIsAnError() {
        SimulatedServer server = start(PLAIN);
        assertThatThrownBy(() -> startAt(server.address())).hasCauseInstanceOf(BindException.class);
    }

    private static void startAt(InetSocketAddress where) {
        EventLoopGroup loop = SimulatedServer.loops(1);
        try {
            SimulatedServer.start(where, PLAIN, loop).block(PATIENCE);
        } finally {
            SimulatedServer.end(loop).block(PATIENCE);
        }
    }

    private SimulatedServer start(Persona persona) {
        SimulatedServer server = SimulatedServer.start(persona).block(PATIENCE);
        started.add(server);
        return server;
    }

    /** What was received on the latest connection, once all of them have ended. */
    private static ReceivedDialogue lastDialogue(SimulatedServer server) {
        server.idle().block(PATIENCE);
        return server.received().get(server.received().size() - 1);
    }
}
