package io.ehloscope.cli;

import ch.qos.logback.classic.ClassicConstants;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.status.NopStatusListener;

/**
 * How log lines look: one for each event, on standard error, as {@link LogOptions} say. Logback finds this by its service
 * loader when the first logger is made. It is not XML because reading that took a twelfth of the CPU of a short scan;
 * {@code -Dlogback.configurationFile} still names a file of one's own.
 */
public final class LogSetup extends ContextAwareBase implements Configurator {

    /** No character of a message or a value can do something to a terminal, or end the line or its quotes. */
    private static final String LOGFMT = "ts=%d{yyyy-MM-dd'T'HH:mm:ss.SSS'Z',UTC} level=%level logger=%logger{0}"
            + " msg=\"%replace(%msg){'[\"\\\\\\p{C}\\p{Zl}\\p{Zp}]',' '}\""
            + " %replace(%kvp){'[\\p{C}\\p{Zl}\\p{Zp}]',' '}%n%ex{0}";

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (System.getProperty(ClassicConstants.CONFIG_FILE_PROPERTY) != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        context.getStatusManager().add(new NopStatusListener());
        ConsoleAppender<ILoggingEvent> stderr = new ConsoleAppender<>();
        stderr.setContext(context);
        stderr.setTarget("System.err");
        stderr.setEncoder(encoder(context));
        stderr.start();
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.toLevel(System.getProperty(LogOptions.LEVEL_PROPERTY), Level.INFO));
        root.addAppender(stderr);
        // After a dialogue has ended, late words of the transport are no news.
        context.getLogger("reactor.netty.channel").setLevel(Level.OFF);
        context.getLogger("reactor.netty.http.server").setLevel(Level.OFF);
        context.getLogger("reactor.netty.transport").setLevel(Level.ERROR);
        context.getLogger("io.netty").setLevel(Level.ERROR);
        context.getLogger("reactor").setLevel(Level.WARN);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static Encoder<ILoggingEvent> encoder(LoggerContext context) {
        boolean isJson = LogOptions.Format.json.name().equals(System.getProperty(LogOptions.FORMAT_PROPERTY));
        return isJson ? json(context) : logfmt(context);
    }

    /** {@code key=value}. */
    public static Encoder<ILoggingEvent> logfmt(LoggerContext context) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setPattern(LOGFMT);
        encoder.setContext(context);
        encoder.start();
        return encoder;
    }

    private static Encoder<ILoggingEvent> json(LoggerContext context) {
        JsonEncoder encoder = new JsonEncoder();
        encoder.setWithSequenceNumber(false);
        encoder.setWithContext(false);
        encoder.setWithNanoseconds(false);
        encoder.setContext(context);
        encoder.start();
        return encoder;
    }
}
