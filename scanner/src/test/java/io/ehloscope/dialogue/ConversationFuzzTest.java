package io.ehloscope.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.ehloscope.evidence.PeerCertificate;
import io.ehloscope.evidence.PeerTls;
import io.ehloscope.evidence.Reason;
import io.ehloscope.plan.Settings.StarttlsMode;
import io.ehloscope.plan.Settings.TlsMode;
import io.ehloscope.plan.Timeouts;
import io.ehloscope.smtp.Transcript;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/**
 * Any events of the server and the network in any order: nothing throws, the dialogue ends by its deadline, and its
 * outcome never changes.
 */
class ConversationFuzzTest {

    private static final InetSocketAddress PEER = new InetSocketAddress(InetAddress.getLoopbackAddress(), 25);
    private static final PeerTls TLS = new PeerTls(
            "TLSv1.3",
            "TLS_AES_128_GCM_SHA256",
            null,
            List.of(new PeerCertificate(
                    "CN=a", List.of(), "CN=b", Instant.EPOCH, Instant.MAX, "EC", 256, "SHA256withECDSA")),
            List.of("it is self-signed"),
            null);

    /** Usual replies, so that the fuzzer does not have to find them first. */
    private static final String[] USUAL = {
        "220 mail.example.com ESMTP\r\n",
        "250-mail.example.com\r\n",
        "250-STARTTLS\r\n",
        "250 STARTTLS\r\n",
        "250 OK\r\n",
        "220 go\r\n",
        "221 bye\r\n",
        "421 too many connections\r\n",
        "502 what?\r\n",
        "250-",
        "\r\n"
    };

    @FuzzTest(maxDuration = "8h")
    void anyOrderOfEventsEnds(FuzzedDataProvider data) {
        Attempt.Opening opening = data.pickValue(Attempt.Opening.values());
        StarttlsMode starttls = data.pickValue(StarttlsMode.values());
        TlsMode tls = data.pickValue(TlsMode.values());
        Attempt attempt =
                Attempts.of(PEER, "mail.example.com", "scanner.example.com", opening, starttls, tls, Timeouts.DEFAULT);
        long now = data.consumeLong(0, Long.MAX_VALUE / 2);
        long end = now + Timeouts.DEFAULT.total().toNanos();
        Conversation talk = new Conversation(attempt, now);
        boolean securing = false;
        boolean sent = false;
        for (int i = 0; i < 200 && data.remainingBytes() > 0; i++) {
            Object before = talk.outcome();
            Action action = nextEvent(talk, data, securing, now);
            securing = action instanceof Action.Secure;
            sent |= action instanceof Action.Say;
            assertThat(before == null || before == talk.outcome())
                    .as("an outcome stays what it is")
                    .isTrue();
            assertThat(action == Action.Close.CLOSE).isEqualTo(talk.outcome() != null);
            assertThat(talk.deadline()).isLessThanOrEqualTo(end);
            now = Math.min(end, now + data.consumeLong(0, 1_000_000_000L));
        }
        assertThat(talk.outcome() != null
                        || talk.expired(end) == Action.Close.CLOSE
                        || talk.expired(end) == Action.Close.CLOSE)
                .as("its last deadline ends it")
                .isTrue();
        Transcript kept = talk.outcome().observation().transcript();
        assertThat(kept.entries()).hasSizeLessThanOrEqualTo(Transcript.MAX_LINES);
        assertThat(sent || talk.outcome() != null).isTrue();
    }

    private static Action nextEvent(Conversation talk, FuzzedDataProvider data, boolean securing, long now) {
        if (securing) {
            return data.consumeBoolean() ? talk.secured(TLS, now) : talk.notSecured("no", now);
        }
        return switch (data.consumeInt(0, 6)) {
            case 0 -> talk.connected(now);
            case 1 -> talk.closed(now);
            case 2 -> talk.broke(data.pickValue(Reason.values()), "it broke", now);
            case 3 -> now >= talk.deadline() ? talk.expired(now) : talk.received(ByteBuffer.allocate(0), now);
            case 4 -> talk.received(ByteBuffer.wrap(data.consumeBytes(64)), now);
            default -> {
                StringBuilder usual = new StringBuilder();
                for (int i = data.consumeInt(1, 4); i > 0; i--) {
                    usual.append(data.pickValue(USUAL));
                }
                yield talk.received(ByteBuffer.wrap(usual.toString().getBytes(StandardCharsets.US_ASCII)), now);
            }
        };
    }
}
