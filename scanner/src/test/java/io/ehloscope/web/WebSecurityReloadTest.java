package io.ehloscope.web;

import static org.assertj.core.api.Assertions.assertThat;

import at.favre.lib.crypto.bcrypt.BCrypt;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.ehloscope.web.security.PasswordsTest;
import io.ehloscope.web.security.WebSecurity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
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

/** A web configuration that is replaced while the service runs, over real connections. */
@Timeout(60)
class WebSecurityReloadTest {

    private static final String GAUGE = "ehlo_web_config_last_reload_successful ";

    @TempDir
    Path folder;

    private final Log log = new Log();

    /** What is logged about the file of this test; other tests log at the same time. */
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
    void listen() {
        log.start();
        ((Logger) LoggerFactory.getLogger(WebSecurity.class)).addAppender(log);
    }

    @AfterEach
    void listenNoLonger() {
        ((Logger) LoggerFactory.getLogger(WebSecurity.class)).detachAppender(log);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "\n", "# to do\n", "{}", "---\n", "null\n", "basic_auth_users: {}\n", "rate_limit: {}\n"})
    void aFileThatTakesThePasswordsOffIsRefusedUntilTheyAreBack(String emptied) throws Exception {
        Path file = write(users("alice"));
        try (Served served = new Served(file)) {
            assertThat(served.get("/config").statusCode()).isEqualTo(401);
            assertThat(gauge(served)).isEqualTo("1.0");

            write(emptied);
            await(served, () -> gauge(served).equals("0.0"));
            for (int looks = 0; looks < 20; looks++) {
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
            await(served, () -> gauge(served).equals("1.0"));
            assertThat(status(served, "bob")).isEqualTo(200);
            assertThat(served.get("/config").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void aFileThatIsDeletedChangesNothing() throws Exception {
        Path file = write(users("alice"));
        try (Served served = new Served(file)) {
            Files.delete(file);
            await(served, () -> gauge(served).equals("0.0"));
            assertThat(served.get("/config").statusCode()).isEqualTo(401);
            assertThat(status(served, "alice")).isEqualTo(200);
            assertThat(log.at(Level.ERROR)).first().asString().endsWith("web.yml: there is no such file");
        }
    }

    /** Reading a pipe waits until something writes to it; password checks would wait too. */
    @Test
    void aPipeInPlaceOfTheFileChangesNothing() throws Exception {
        Path file = write(users("alice"));
        try (Served served = new Served(file)) {
            Files.delete(file);
            Process made = new ProcessBuilder("mkfifo", file.toString()).start();
            Assumptions.assumeTrue(made.waitFor() == 0, "this system has no pipes in its file system");
            await(served, () -> gauge(served).equals("0.0"));
            assertThat(served.get("/config").statusCode()).isEqualTo(401);
            assertThat(status(served, "alice")).isEqualTo(200);
            assertThat(log.at(Level.ERROR))
                    .first()
                    .asString()
                    .endsWith("web.yml: this is not a regular file; replace it with a file");
        }
    }

    @Test
    void aUserIsRevokedWhileAnotherStays() throws Exception {
        try (Served served = new Served(write(users("alice", "bob")))) {
            assertThat(status(served, "alice")).isEqualTo(200);
            write(users("bob"));
            await(served, () -> status(served, "alice") == 401);
            assertThat(status(served, "bob")).isEqualTo(200);
            assertThat(gauge(served)).isEqualTo("1.0");
        }
    }

    /** Users that came with a reload are protection, too. */
    @Test
    void passwordsThatWereAddedWhileRunningCannotBeTakenOffEither() throws Exception {
        try (Served served = new Served(write("{}\n"))) {
            assertThat(log.at(Level.WARN)).singleElement().asString().contains("HTTP is open to everyone");
            assertThat(served.get("/config").statusCode()).isEqualTo(200);
            write(users("alice"));
            await(served, () -> served.get("/config").statusCode() == 401);
            write("{}\n");
            await(served, () -> gauge(served).equals("0.0"));
            assertThat(served.get("/config").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void withoutAFileThereIsNothingToReload() throws Exception {
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
            String hash = PasswordsTest.hash(BCrypt.Version.VERSION_2Y, name);
            users.append("  ").append(name).append(": '").append(hash).append("'\n");
        }
        return users.toString();
    }

    private static int status(Served served, String user) throws Exception {
        String pair = Base64.getEncoder().encodeToString((user + ":" + user).getBytes(StandardCharsets.UTF_8));
        return served.get("/config", "Authorization", "Basic " + pair).statusCode();
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

    /** Lets the server look for changes until it has seen this one. */
    private static void await(Served served, Condition condition) throws Exception {
        for (int i = 0; i < 2_000; i++) {
            served.securityTimers.advanceTimeBy(Duration.ofSeconds(5));
            if (condition.holds()) {
                return;
            }
        }
        throw new AssertionError("the change is not seen");
    }

    private interface Condition {
        boolean holds() throws Exception;
    }
}
