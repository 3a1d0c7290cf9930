package io.ehloscope.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ehloscope.demo.Caller;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PersonaTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Test
    void lastScriptInTurnServesAllLaterConnections() throws IOException {
        Persona persona = new Persona.InTurn(List.of(
                Script.accepting(Reaction.lines("421 busy").thenClose()),
                Script.accepting(Reaction.silence().thenReset()),
                Script.esmtp("220 ready", "250 mail.example")));
        SimulatedServer server = SimulatedServer.start(persona).block(PATIENCE);
        try {
            try (Caller first = Caller.of(server)) {
                assertThat(first.rest()).isEqualTo("421 busy\r\n");
            }
            try (Caller second = Caller.of(server)) {
                assertThatThrownBy(second::rest).isInstanceOf(SocketException.class);
            }
            for (int i = 3; i <= 5; i++) {
                try (Caller later = Caller.of(server)) {
                    assertThat(later.reply()).isEqualTo("220 ready\r\n");
                }
            }
        } finally {
            server.stop().block(PATIENCE);
        }
    }

    @Test
    void crowdedServerRejectsConnectionsBeyondItsLimit() throws IOException {
        Persona persona = new Persona.Crowded(
                1,
                Script.esmtp("220 ready", "250 mail.example"),
                Script.accepting(Reaction.lines("421 too many connections").thenClose()));
        SimulatedServer server = SimulatedServer.start(persona).block(PATIENCE);
        try {
            try (Caller first = Caller.of(server)) {
                assertThat(first.reply()).isEqualTo("220 ready\r\n");
                try (Caller second = Caller.of(server)) {
                    assertThat(second.rest()).isEqualTo("421 too many connections\r\n");
                }
                first.ask("QUIT");
            }
            server.idle().block(PATIENCE);
            try (Caller third = Caller.of(server)) {
                assertThat(third.reply()).isEqualTo("220 ready\r\n");
            }
        } finally {
            server.stop().block(PATIENCE);
        }
    }

    @Test
    void serverThatPlaysAbsentResetsEveryConnection() throws IOException {
        SimulatedServer server = SimulatedServer.start(new Persona.Absent()).block(PATIENCE);
        try (Caller caller = Caller.of(server)) {
            assertThatThrownBy(caller::rest).isInstanceOf(SocketException.class);
        } finally {
            server.stop().block(PATIENCE);
        }
    }
}
