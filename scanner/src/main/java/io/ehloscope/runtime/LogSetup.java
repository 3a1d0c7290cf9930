package io.ehloscope.runtime;

import ch.qos.logback.classic.ClassicConstants;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.status.NopStatusListener;

/**
 * How log lines look: one for each event, on standard error, as {@link LogChoice} has it at that moment. Logback finds this
 * by its service loader when the first logger is made. It is not XML because reading that took a twelfth of the CPU of a
 * short scan; {@code -Dlogback.configurationFile} still names a file of one's own.
 */
public final class LogSetup extends ContextAwareBase implements Configurator {

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        FatalLogFilter fatal = new FatalLogFilter();
        fatal.setContext(context);
        fatal.start();
        context.addTurboFilter(fatal);
        if (System.getProperty(ClassicConstants.CONFIG_FILE_PROPERTY) != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        context.getStatusManager().add(new NopStatusListener());
        Encoder<ILoggingEvent> logfmt = started(new LogfmtEncoder(), context);
        Chosen encoder = new Chosen(logfmt);
        encoder.setContext(context);
        ConsoleAppender<ILoggingEvent> stderr = new ConsoleAppender<>();
        stderr.setContext(context);
        stderr.setTarget("System.err");
        stderr.setEncoder(encoder);
        stderr.start();
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.addAppender(stderr);
        LogChoice.ofThisProcess().follow(lines -> {
            root.setLevel(Level.toLevel(lines.level().name()));
            encoder.choose(lines.format() == LogChoice.Format.json ? json(context) : logfmt);
        });
        // After a dialogue has ended, late words of the transport are no news.
        context.getLogger("reactor.netty.channel").setLevel(Level.OFF);
        context.getLogger("reactor.netty.http.server").setLevel(Level.OFF);
        context.getLogger("reactor.netty.transport").setLevel(Level.ERROR);
        context.getLogger("io.netty").setLevel(Level.ERROR);
        context.getLogger("reactor").setLevel(Level.WARN);
        // The history says itself, in one line, what is wrong with its library.
        context.getLogger("org.sqlite").setLevel(Level.OFF);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static Encoder<ILoggingEvent> json(LoggerContext context) {
        JsonEncoder encoder = new JsonEncoder();
        encoder.setWithSequenceNumber(false);
        encoder.setWithContext(false);
        encoder.setWithNanoseconds(false);
        return started(encoder, context);
    }

    private static Encoder<ILoggingEvent> started(Encoder<ILoggingEvent> encoder, LoggerContext context) {
        encoder.setContext(context);
        encoder.start();
        return encoder;
    }

    /** Writes lines in the format that is chosen at that moment. */
    private static final class Chosen extends EncoderBase<ILoggingEvent> {

        private volatile Encoder<ILoggingEvent> now;

        Chosen(Encoder<ILoggingEvent> first) {
            now = first;
        }

        void choose(Encoder<ILoggingEvent> encoder) {
            now = encoder;
        }

        @Override
        public byte[] headerBytes() {
            return now.headerBytes();
        }

        @Override
        public byte[] encode(ILoggingEvent event) {
            return now.encode(event);
        }

        @Override
        public byte[] footerBytes() {
            return now.footerBytes();
        }
    }
}
