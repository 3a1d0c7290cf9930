package io.ehloscope.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.ehloscope.text.Printable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** For any bytes, the reader gives the same events whatever the chunks, keeps its limits, and does not throw. */
class ReplyReaderFuzzTest {

    private static final ReplyLimits SMALL = new ReplyLimits(40, 8, 200);

    @FuzzTest(maxDuration = "8h")
    void anyBytesInAnyChunksGiveTheSameEvents(FuzzedDataProvider data) {
        ReplyLimits limits = data.consumeBoolean() ? SMALL : ReplyLimits.DEFAULT;
        int chunk = data.consumeInt(1, 64);
        byte[] wire = data.consumeRemainingAsBytes();
        List<ReplyEvent> whole = read(wire, limits, Math.max(1, wire.length));

        assertThat(read(wire, limits, chunk)).isEqualTo(whole);
        whole.forEach(event -> check(event, limits));
    }

    private static void check(ReplyEvent event, ReplyLimits limits) {
        if (event instanceof ReplyEvent.Violation violation) {
            assertThat(violation.sentence(limits)).isNotEmpty();
            return;
        }
        Reply reply = ((ReplyEvent.Complete) event).reply();
        EhloReply ehlo = EhloReply.of(reply);
        assertThat(reply.lines()).hasSizeLessThanOrEqualTo(limits.lines());
        assertThat(ehlo.verbs().size()).isLessThanOrEqualTo(reply.lines().size());
        reply.lines().forEach(line -> assertHarmless(Printable.escape(line.raw())));
        ehlo.verbs().forEach(verb -> assertThat(verb.name() + verb.params()).doesNotContain("\n"));
    }

    /** Escaped server text survives encoding and has no control or format characters. */
    private static void assertHarmless(String shown) {
        assertThat(new String(shown.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                .isEqualTo(shown);
        assertThat(shown.codePoints())
                .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT);
    }

    private static List<ReplyEvent> read(byte[] wire, ReplyLimits limits, int chunk) {
        ReplyReader reader = new ReplyReader(limits);
        List<ReplyEvent> events = new ArrayList<>();
        for (int at = 0; at < wire.length; at += chunk) {
            ByteBuffer in = ByteBuffer.wrap(wire, at, Math.min(chunk, wire.length - at));
            for (ReplyEvent event = reader.read(in); event != null; event = reader.read(in)) {
                events.add(event);
                if (event instanceof ReplyEvent.Violation) {
                    return events;
                }
            }
        }
        return events;
    }
}
