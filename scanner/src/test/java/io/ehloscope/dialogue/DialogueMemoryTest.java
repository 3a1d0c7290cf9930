package io.ehloscope.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.plan.Settings.StarttlsMode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Measures the most memory that a dialogue holds: many dialogues at once, each with the most expensive input, and the
 * growth of the heap after garbage collection. It measures both open dialogues and the outcomes that a report keeps.
 */
@Isolated
class DialogueMemoryTest {

    private static final int DIALOGUES = 200;
    private static final int MAX_BYTES = 64 * 1_024;
    private static final InetSocketAddress PEER = new InetSocketAddress(InetAddress.getLoopbackAddress(), 25);

    /** What a server sends at each turn. */
    private record ServerInput(String name, List<String> turns) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<ServerInput> diets() {
        // A character beyond ISO-8859-1 makes a string use two bytes for each character.
        String wide = "\u0142";
        String manyLines = "250-" + wide + "X\r\n";
        String manyWords = "250-" + wide + " A".repeat(900) + "\r\n";
        String long8k = manyWords.repeat(4);
        return Stream.of(
                new ServerInput("an unfinished greeting of short lines", List.of("220-\r\n".repeat(127))),
                new ServerInput(
                        "an unfinished greeting of long lines",
                        List.of(("220-" + wide + "x".repeat(2_000) + "\r\n").repeat(3))),
                new ServerInput("an unfinished line", List.of("220 " + wide + "x".repeat(2_000))),
                new ServerInput("as many verbs as may be", List.of("220 hi\r\n", manyLines.repeat(127) + "250 OK\r\n")),
                new ServerInput("as many params as may be", List.of("220 hi\r\n", long8k + "250 OK\r\n")),
                new ServerInput(
                        "as much as may be, at every turn",
                        List.of(
                                manyWords.replace("250-", "220-").repeat(4) + "220 hi\r\n",
                                long8k + "250 OK\r\n",
                                manyWords.replace("250-", "250-X"))),
                new ServerInput(
                        "late lines",
                        List.of(
                                "220 hi\r\n",
                                "250-mail\r\n250 DSN\r\n",
                                ("250 " + wide + "XVERB A B C\r\n").repeat(63))),
                new ServerInput(
                        "oddities", List.of("220 hi\r\n", ("251-" + wide + "! ?\r\n").repeat(127) + "250 OK\r\n")),
                new ServerInput(
                        "EHLO and HELO refused at length",
                        List.of(
                                "220-" + wide + "\r\n220 hi\r\n",
                                ("502-" + wide + "x".repeat(1_800) + "\r\n").repeat(4) + "502 no\r\n",
                                ("250-" + wide + "x".repeat(1_800) + "\r\n").repeat(4) + "250 yes\r\n")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("diets")
    void dialogueHoldsAtMost64Kibibytes(ServerInput diet) {
        feed(diet, 20);
        List<Long> each = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            long before = heapInUse();
            List<Conversation> open = feed(diet, DIALOGUES);
            long during = heapInUse() - before;
            List<ProbeOutcome> kept = end(open);
            open.clear();
            long after = heapInUse() - before;
            each.add(Math.max(during, after) / DIALOGUES);
            assertThat(kept).hasSize(DIALOGUES);
        }
        // Other threads may have allocated memory meanwhile; they cannot have freed any of this memory.
        long bytes = each.stream().min(Comparator.naturalOrder()).orElseThrow();
        assertThat(bytes).as("bytes of a dialogue").isBetween(500L, (long) MAX_BYTES);
    }

    private static List<Conversation> feed(ServerInput diet, int dialogues) {
        List<Conversation> open = new ArrayList<>();
        for (int i = 0; i < dialogues; i++) {
            Conversation talk =
                    new Conversation(WireBench.attempt(PEER, StarttlsMode.OBSERVE, Attempt.Opening.EHLO), 0);
            talk.connected(1);
            for (String turn : diet.turns()) {
                byte[] bytes = turn.getBytes(StandardCharsets.UTF_8);
                for (int at = 0; at < bytes.length; at += 1_448) {
                    talk.received(ByteBuffer.wrap(bytes, at, Math.min(1_448, bytes.length - at)), 2);
                }
            }
            open.add(talk);
        }
        return open;
    }

    /** The outcome parses the verbs. */
    private static List<ProbeOutcome> end(List<Conversation> open) {
        List<ProbeOutcome> outcomes = new ArrayList<>();
        for (Conversation talk : open) {
            talk.closed(3);
            Observation seen = talk.outcome().observation();
            assertThat(seen.ehlo() == null || seen.ehlo().verbs().list() != null)
                    .isTrue();
            outcomes.add(talk.outcome());
        }
        return outcomes;
    }

    private static long heapInUse() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
