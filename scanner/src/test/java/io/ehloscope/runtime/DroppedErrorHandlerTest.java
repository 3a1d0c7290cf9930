package io.ehloscope.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import reactor.netty.channel.AbortedException;

/** Which dropped errors are logged above DEBUG. */
class DroppedErrorHandlerTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger(DroppedErrorHandler.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
        logger.setAdditive(false);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(lines);
        logger.setAdditive(true);
    }

    @Test
    void clientDisconnectIsNotAnError() {
        DroppedErrorHandler.handle(AbortedException.beforeSend());
        DroppedErrorHandler.handle(new IOException("Connection reset by peer"));
        DroppedErrorHandler.handle(new IOException("Broken pipe"));

        assertThat(errors()).isEmpty();
    }

    @Test
    void anyOtherErrorIsLoggedAsABug() {
        DroppedErrorHandler.handle(new IllegalStateException("twice"));

        assertThat(errors()).singleElement().satisfies(line -> {
            assertThat(line.getFormattedMessage()).contains("which is a bug");
            assertThat(line.getThrowableProxy().getMessage()).isEqualTo("twice");
        });
    }

    private List<ILoggingEvent> errors() {
        return lines.list.stream()
                .filter(line -> line.getLevel().isGreaterOrEqual(Level.INFO))
                .toList();
    }
}
