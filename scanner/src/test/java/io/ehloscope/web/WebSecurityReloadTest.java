package io.ehloscope.web;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.ehloscope.web.security.Credentials;
import io.ehloscope.web.security.WebSecurity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Reloads of the web configuration while the service runs, over real connections. */
@Timeout(60)
class WebSecurityReloadTest {

    private static final String GAUGE = "ehlo_web_config_last_reload_successful ";

    @TempDir
    Path folder;

    private final Log log = new Log();

    /** Collects the log lines about this test's file; other tests log at the same time. */
    private final class Log extends AppenderBase<ILoggingEvent> {
        private final Queue<ILoggingEvent> lines = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(ILoggingEvent line) {
            if ((line.getFormattedMessage() + line.getKeyValuePairs()).contains(folder.toString())) {
                lines.add(line);
            }
        }

        List<String> at(Level level) {
            return lines.stream()
                    .filter(each -> each.getLevel() == level)
                    .map(ILoggingEvent::getFormattedMessage)
                    .toList();
        }
    }

    @BeforeEach
    void attachLog() {
        log.start();
        ((Logger) LoggerFactory.getLogger(WebSecurity.class)).addAppender(log);
    }

    @AfterEach
    void detachLog() {
        ((Logger) LoggerFactory.getLogger(WebSecurity.class)).detachAppender(log);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "\n", "# to do\n", "{}", "---\n", "null\n", "basic_auth_users: {}\n", "rate_limit: {}\n"})
    void fileWithoutPasswordsIsRejectedUntilTheyAreBack(String emptied) throws Exception {
        Path file = write(users("alice"));
        try (Served served = new Served(file)) {
            assertThat(served.get("/config").statusCode()).isEqualTo(401);
            assertThat(gauge(served)).isEqualTo("1.0");

            write(emptied);
            served.awaitReload(() -> gauge(served).equals("0.0"));
            for (int checks = 0; checks < 20; checks++) {
                served.securityTimers.advanceTimeBy(Duration.ofSeconds(5));
                assertThat(served.get("/config").statusCode()).isEqualTo(401);
            }
            assertThat(gauge(served)).isEqualTo("0.0");
            assertThat(log.at(Level.WARN))
                    .containsExactly(
                            file + ": this takes the passwords off: basic_auth_users has no user any more; restart the"
                                    + " service to take this protection off",
                            "the web configuration is rejected; the previous one stays in effect");
            assertThat(log.at(Level.INFO)).isEmpty();

            write(users("alice", "bob"));
            served.awaitReload(() -> gauge(served).equals("1.0"));
            assertThat(status(served, "bob")).isEqualTo(200);
            assertThat(served.get("/config").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void deletedFileChangesNothing() throws Exception {
        Path file = write(users("alice"));
        try (Served served = new Served(file)) {
            Files.delete(file);
            served.awaitReload(() -> gauge(served).equals("0.0"));
            assertThat(served.get("/config").statusCode()).isEqualTo(401);
            assertThat(status(served, "alice")).isEqualTo(200);
            assertThat(log.at(Level.ERROR)).first().asString().endsWith("web.yml: there is no such file");
        }
    }

    /** Reading a pipe blocks until data is written to it, and would block password checks too. */
    @Test
    void pipeInPlaceOfFileChangesNothing() throws Exception {
        Path file = write(users("alice"));
        try (Served served = new Served(file)) {
            Files.delete(file);
            Process made = new ProcessBuilder("mkfifo", file.toString()).start();
            Assumptions.assumeTrue(made.waitFor() == 0, "this system has no pipes in its file system");
            served.awaitReload(() -> gauge(served).equals("0.0"));
            assertThat(served.get("/config").statusCode()).isEqualTo(401);
            assertThat(status(served, "alice")).isEqualTo(200);
            assertThat(log.at(Level.ERROR))
                    .first()
                    .asString()
                    .endsWith("web.yml: this is not a regular file; replace it with a file");
        }
    }

    @Test
    void userCanBeRevokedWhileAnotherStays() throws Exception {
        try (Served served = new Served(write(users("alice", "bob")))) {
            assertThat(status(served, "alice")).isEqualTo(200);
            write(users("bob"));
            served.awaitReload(() -> status(served, "alice") == 401);
            assertThat(status(served, "bob")).isEqualTo(200);
            assertThat(gauge(served)).isEqualTo("1.0");
        }
    }

    /** Users added by a reload count as protection too. */
    @Test
    void passwordsAddedByReloadCannotBeRemoved() throws Exception {
        try (Served served = new Served(write("{}\n"))) {
            assertThat(log.at(Level.WARN)).singleElement().asString().contains("HTTP is open to everyone");
            assertThat(served.get("/config").statusCode()).isEqualTo(200);
            write(users("alice"));
            served.awaitReload(() -> served.get("/config").statusCode() == 401);
            write("{}\n");
            served.awaitReload(() -> gauge(served).equals("0.0"));
            assertThat(served.get("/config").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void withoutFileThereIsNoReloadMetric() throws Exception {
        try (Served served = new Served()) {
            assertThat(served.program.scrape()).doesNotContain(GAUGE);
        }
    }

    private Path write(String config) throws IOException {
        return Files.writeString(folder.resolve("web.yml"), config);
    }

    private static String users(String... names) {
        StringBuilder users = new StringBuilder("basic_auth_users:\n");
        for (String name : names) {
            users.append("  ").append(Credentials.user(name, name)).append("\n");
        }
        return users.toString();
    }

    private static int status(Served served, String user) throws Exception {
        return served.get("/config", "Authorization", Credentials.basic(user, user))
                .statusCode();
    }

    private static String gauge(Served served) {
        return served.program
                .scrape()
                .lines()
                .filter(line -> line.startsWith(GAUGE))
                .map(line -> line.substring(GAUGE.length()))
                .findFirst()
                .orElse("");
    }
}
