package io.ehloscope.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.ehloscope.cli.LogfmtReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.slf4j.event.KeyValuePair;

/**
 * For any text in a message, field, key or exception: the event is one line, no character of it controls a terminal,
 * and a logfmt parser restores exactly the logged fields and no others.
 */
class LogfmtFuzzTest {

    private static final LoggerContext CONTEXT = new LoggerContext();

    @FuzzTest(maxDuration = "8h")
    void aReaderGetsBackWhatWasLogged(FuzzedDataProvider data) {
        String message = data.consumeString(200);
        String key = data.consumeString(20);
        String value = data.consumeString(200);
        String thrown = data.consumeString(200);
        String mdc = data.consumeRemainingAsString();

        check(message, key, value, mdc, thrown);
    }

    /** Encodes an event with these texts and reads it back. */
    static void check(String message, String key, String value, String mdc, String thrown) {
        LoggingEvent event = new LoggingEvent(
                "test",
                CONTEXT.getLogger("io.ehloscope.Test"),
                Level.WARN,
                message,
                new IllegalStateException(thrown),
                null);
        event.setKeyValuePairs(List.of(new KeyValuePair(key, value), new KeyValuePair("last", 1)));
        event.setMDCPropertyMap(Map.of("mdc", mdc));

        String line = new String(new LogfmtEncoder().encode(event), StandardCharsets.UTF_8);

        assertThat(line).endsWith("\n");
        assertThat(line.substring(0, line.length() - 1).codePoints()).noneMatch(LogfmtFuzzTest::isUnsafe);
        List<Map.Entry<String, String>> fields = LogfmtReader.read(line.substring(0, line.length() - 1));
        assertThat(fields)
                .extracting(Map.Entry::getKey)
                .containsExactly(
                        "ts",
                        "level",
                        "logger",
                        "msg",
                        key.isEmpty() ? "_" : key.replaceAll("[^A-Za-z0-9_.-]", "_"),
                        "last",
                        "mdc",
                        "error",
                        "stack");
        assertThat(fields)
                .extracting(Map.Entry::getValue)
                .startsWith(fields.get(0).getValue(), "WARN", "Test", message, value, "1", mdc)
                .contains("java.lang.IllegalStateException: " + thrown);
    }

    private static boolean isUnsafe(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
