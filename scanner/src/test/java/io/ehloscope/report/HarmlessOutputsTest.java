package io.ehloscope.report;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.classify.Assessment;
import io.ehloscope.classify.Classifier;
import io.ehloscope.classify.Expectation;
import io.ehloscope.dialogue.Action;
import io.ehloscope.dialogue.Attempt;
import io.ehloscope.dialogue.Attempts;
import io.ehloscope.dialogue.Conversation;
import io.ehloscope.evidence.PeerCertificate;
import io.ehloscope.evidence.PeerTls;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.json.ResultJson;
import io.ehloscope.plan.Settings.StarttlsMode;
import io.ehloscope.plan.Settings.TlsMode;
import io.ehloscope.plan.Timeouts;
import io.ehloscope.result.ScanResult;
import io.ehloscope.result.TargetResult;
import io.ehloscope.runtime.LogfmtEncoder;
import io.ehloscope.scan.SampleResults;
import java.io.IOException;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.event.KeyValuePair;

/**
 * For any text from a server in any position, no output contains a control or format character. The text passes through
 * the whole pipeline: received bytes, dialogue, classification, output.
 */
class HarmlessOutputsTest {

    private static final InetSocketAddress PEER = new InetSocketAddress(InetAddress.getLoopbackAddress(), 25);
    private static final Catalogue CATALOGUE = Catalogue.load();

    private static final List<String> TEXTS = List.of(
            HostileResults.ANSI,
            HostileResults.HTML,
            HostileResults.CONTROLS.replaceAll("[\r\n]", ""),
            HostileResults.BIDI,
            HostileResults.WIDTHS,
            HostileResults.FORMULA,
            "\u0000\u007f\u0080\u009b\u2028\u2029\u202a\u2068\ue000\ufff9\udbff");

    /** The positions of text from a server, each as the data that it sends in turn; {@code %s} is the text. */
    private static final String[][] POSITIONS = {
        {"220 %s\r\n", "250 OK\r\n"},
        {"220-hi\r\n220 Microsoft ESMTP MAIL Service, Version: 6.0.3790.%s ready\r\n", "250-mail %s\r\n250 XEXCH50\r\n"
        },
        {"220 hi\r\n", "250-mail [%s]\r\n250-%s\r\n250-X%s\r\n250-AUTH=%s\r\n250-SIZE %s\r\n250 XXXA %s\r\n"},
        {"220 hi\r\n", "250-mail\r\n240-%s *\r\n%s\r\n250 AUTH %s\r\n"},
        {"220 ****2**0 \r\n", "250-mail\r\n250-XXXXXXXA %s\r\n250 OK\r\n"},
        {"220 hi\r\n", "502 XXXX %s\r\n", "250 %s\r\n"},
        {"220 hi\r\n", "502 %s\r\n", "550 %s\r\n"},
        {"554 %s\r\n"},
        {"421 4.7.0 %s\r\n"},
        {"%s\r\n"},
        {"220 hi\r\n250 %s\r\n", "250 mail\r\n"},
        {"220 hi\r\n", "250-mail\r\n250-%s"},
        {"220 hi\r\n", "250-mail\r\n250 STARTTLS\r\n", "454 %s\r\n"},
        {"220 hi\r\n", "250-mail\r\n250 STARTTLS\r\n", "220 go\r\n250 %s\r\n", "501 %s\r\n"},
        {"220 hi\r\n", "250-mail\r\n250 STARTTLS\r\n", "220 go\r\n", "250-%s\r\n250 XEXCH50 %s\r\n"},
    };

    @ParameterizedTest
    @EnumSource(ReportFormat.class)
    void everyFormat(ReportFormat format) throws IOException {
        StringWriter out = new StringWriter();
        format.write(scan(), out, Style.PLAIN);
        assertHarmless(out.toString().replace("\r\n", "\n"));
        if (format == ReportFormat.HTML) {
            assertThat(out.toString()).doesNotContain("<script", "<img");
        }
    }

    @Test
    void dialogueReport() throws IOException {
        for (int columns : new int[] {0, 40, 200}) {
            StringWriter out = new StringWriter();
            DialogueReport report =
                    new DialogueReport(out, new Advice(CATALOGUE.verbs(), CATALOGUE.findings()), columns);
            for (TargetResult result : scan().results()) {
                report.result(result);
            }
            assertHarmless(out.toString());
        }
    }

    @Test
    void jsonOfOneTarget() throws IOException {
        for (TargetResult result : scan().results()) {
            StringWriter out = new StringWriter();
            ResultJson.write(out, result);
            assertHarmless(out.toString());
        }
    }

    /** The program does not log server text; even if it did, the event would be one harmless line. */
    @Test
    void logLine() {
        LoggerContext context = new LoggerContext();
        Encoder<ILoggingEvent> encoder = new LogfmtEncoder();
        for (String text : TEXTS) {
            LoggingEvent event = new LoggingEvent(
                    "test", context.getLogger("io.ehloscope.Test"), Level.WARN, "a\r\nb\\" + text, null, null);
            event.setKeyValuePairs(List.of(new KeyValuePair("key", "a\r\nb" + text)));
            event.setMDCPropertyMap(Map.of());
            String line = new String(encoder.encode(event), StandardCharsets.UTF_8);
            assertThat(line).endsWith("\n");
            assertHarmless(line);
            assertThat(line.lines()).hasSize(1);
        }
    }

    private static void assertHarmless(String text) {
        assertThat(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                .as("it can be encoded")
                .isEqualTo(text);
        text.codePoints().filter(c -> c != '\n' && !isReadable(c)).findFirst().ifPresent(c -> {
            int at = text.indexOf(Character.toString(c));
            throw new AssertionError("U+%04X in: %s"
                    .formatted(c, text.substring(Math.max(0, at - 80), Math.min(text.length(), at + 20))));
        });
    }

    private static boolean isReadable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    private static ScanResult scan() {
        List<TargetResult> results = new ArrayList<>();
        for (String[] turns : POSITIONS) {
            for (String text : TEXTS) {
                results.add(result("t" + results.size() + ".example.com", turns, text));
            }
        }
        return SampleResults.of("inventory.yml", results);
    }

    private static TargetResult result(String host, String[] turns, String text) {
        Conversation conversation = new Conversation(
                Attempts.of(
                        PEER,
                        host,
                        "scanner.example.com",
                        Attempt.Opening.EHLO,
                        StarttlsMode.NEGOTIATE,
                        TlsMode.STARTTLS,
                        Timeouts.DEFAULT),
                0);
        Action action = conversation.connected(1);
        for (String turn : turns) {
            byte[] bytes = turn.replace("%s", text).getBytes(StandardCharsets.UTF_8);
            action = conversation.received(ByteBuffer.wrap(bytes), 2);
            if (action == Action.Secure.SECURE) {
                conversation.secured(tls(text), 3);
            }
        }
        conversation.closed(4);
        ProbeOutcome outcome = conversation.outcome();
        Classifier classifier = CATALOGUE.classifier(Map.of());
        Assessment assessment = classifier.assess(outcome, Expectation.of("auto", 25));
        return SampleResults.result(SampleResults.target(host, 25, "emea", Map.of()), outcome, assessment, 1, 5);
    }

    private static PeerTls tls(String text) {
        return new PeerTls(
                "TLSv1.3",
                "TLS_AES_128_GCM_SHA256",
                null,
                List.of(new PeerCertificate(
                        "CN=" + text, List.of(text), "CN=" + text, Instant.EPOCH, Instant.EPOCH, text, 0, text)),
                List.of(text),
                false);
    }
}
