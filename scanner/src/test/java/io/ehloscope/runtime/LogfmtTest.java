package io.ehloscope.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.KeyValuePair;

class LogfmtTest {

    /** Names from a hostile DNS server, and texts that could end a field or a line or control a terminal. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain",
                "a b",
                "a=b",
                "\"",
                "\\",
                "\\\"",
                "mx\" level=ERROR msg=\"forged",
                "mx\nts=2026-01-01T00:00:00.000Z level=ERROR msg=forged",
                "a\r\nb\tc\0d\u0007\u001b[31m\u007f\u0085",
                "\u2028\u2029\u202e\u200b\ufeff",
                "\ud83d\ude00 \udb40\udc01 \ud800 \udc00",
                "\ue000\uffff",
                "grün 漢字"
            })
    void parserRestoresAnyText(String text) {
        LogfmtFuzzTest.check(text, "key", "x", "y", "z");
        LogfmtFuzzTest.check("x", text, "x", "y", "z");
        LogfmtFuzzTest.check("x", "key", text, "y", "z");
        LogfmtFuzzTest.check("x", "key", "x", text, "z");
        LogfmtFuzzTest.check("x", "key", "x", "y", text);
    }

    @Test
    void lineHasTimestampLevelLoggerMessageAndFields() {
        LoggingEvent event = new LoggingEvent(
                "test",
                new LoggerContext().getLogger("io.ehloscope.daemon.Daemon"),
                Level.INFO,
                "said \"no\"",
                null,
                null);
        event.setTimeStamp(0);
        event.setMDCPropertyMap(Map.of());
        event.setKeyValuePairs(List.of(new KeyValuePair("target", "a\nb:25"), new KeyValuePair("count", 2)));

        assertThat(new String(new LogfmtEncoder().encode(event), StandardCharsets.UTF_8))
                .isEqualTo("ts=1970-01-01T00:00:00.000Z level=INFO logger=Daemon msg=\"said \\\"no\\\"\""
                        + " target=\"a\\nb:25\" count=\"2\"\n");
    }

    @Test
    void anExceptionBecomesErrorAndStackFields() {
        LoggingEvent event = new LoggingEvent(
                "test",
                new LoggerContext().getLogger("Test"),
                Level.ERROR,
                "no",
                new IllegalStateException("outer\nline", new IllegalArgumentException("inner")),
                null);
        event.setMDCPropertyMap(Map.of());

        String line = new String(new LogfmtEncoder().encode(event), StandardCharsets.UTF_8);

        assertThat(line.lines()).hasSize(1);
        assertThat(line)
                .contains(" error=\"java.lang.IllegalStateException: outer\\nline; caused by"
                        + " java.lang.IllegalArgumentException: inner\"")
                .contains(" stack=\"")
                .contains("LogfmtTest.anException");
    }
}
