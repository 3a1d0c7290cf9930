package io.ehloscope.runtime;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.slf4j.event.KeyValuePair;

/**
 * Encodes each event as one logfmt line: timestamp, level, logger, message, fields, and the causes and the stack of an
 * exception. Every text in it is escaped by {@link Logfmt}.
 */
public final class LogfmtEncoder extends EncoderBase<ILoggingEvent> {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final int MOST_CAUSES = 8;
    private static final int MOST_FRAMES = 64;
    private static final byte[] NOTHING = {};

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        StringBuilder line = new StringBuilder("ts=");
        TIME.formatTo(Instant.ofEpochMilli(event.getTimeStamp()), line);
        // These need no escaping: the level is an upper-case word, the logger a class name.
        line.append(" level=").append(event.getLevel());
        line.append(" logger=").append(simple(String.valueOf(event.getLoggerName())));
        Logfmt.field(line, "msg", String.valueOf(event.getFormattedMessage()));
        List<KeyValuePair> fields = event.getKeyValuePairs();
        if (fields != null) {
            fields.forEach(each -> Logfmt.field(line, each.key, String.valueOf(each.value)));
        }
        event.getMDCPropertyMap().forEach((key, value) -> Logfmt.field(line, key, String.valueOf(value)));
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
            Logfmt.field(line, "error", causes(thrown));
            Logfmt.field(line, "stack", stack(thrown));
        }
        return line.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }

    private static String simple(String logger) {
        return logger.substring(logger.lastIndexOf('.') + 1);
    }

    /** Returns the exception and its causes. */
    private static String causes(IThrowableProxy thrown) {
        StringBuilder all = new StringBuilder();
        IThrowableProxy each = thrown;
        for (int i = 0; each != null && i < MOST_CAUSES; i++) {
            all.append(i == 0 ? "" : "; caused by ").append(each.getClassName());
            if (each.getMessage() != null) {
                all.append(": ").append(each.getMessage());
            }
            each = each.getCause();
        }
        return all.toString();
    }

    /** Returns the stack trace of the root cause. */
    private static String stack(IThrowableProxy thrown) {
        IThrowableProxy root = thrown;
        for (int i = 1; root.getCause() != null && i < MOST_CAUSES; i++) {
            root = root.getCause();
        }
        StringBuilder all = new StringBuilder();
        StackTraceElementProxy[] frames = root.getStackTraceElementProxyArray();
        for (int i = 0; frames != null && i < Math.min(MOST_FRAMES, frames.length); i++) {
            all.append(i == 0 ? "" : "\n").append(frames[i].getStackTraceElement());
        }
        return all.toString();
    }
}
