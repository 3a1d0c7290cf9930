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
 * Configures Logback: one line per event on standard error, in the level and format that {@link LogChoice} has at that
 * time. Logback finds this class by its service loader when the first logger is created. It replaces an XML file, whose
 * parsing took a twelfth of the CPU time of a short scan; {@code -Dlogback.configurationFile} still selects a custom
 * file.
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
        // Transport errors after the end of a dialogue are irrelevant.
        context.getLogger("reactor.netty.channel").setLevel(Level.OFF);
        context.getLogger("reactor.netty.http.server").setLevel(Level.OFF);
        context.getLogger("reactor.netty.http.client").setLevel(Level.OFF);
        context.getLogger("reactor.netty.transport").setLevel(Level.ERROR);
        context.getLogger("io.netty").setLevel(Level.ERROR);
        // A promise that completes after its event loop has ended: a response that was still computed at the end of the
        // process.
        // LivenessMonitor detects event loops that end earlier.
        context.getLogger("io.netty.util.concurrent.DefaultPromise.rejectedExecution")
                .setLevel(Level.OFF);
        context.getLogger("reactor").setLevel(Level.WARN);
        // The history logs errors of its library itself, in one line.
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

    /** Delegates to the encoder of the current format. */
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
