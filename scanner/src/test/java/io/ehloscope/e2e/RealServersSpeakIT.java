package io.ehloscope.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The replies of the real servers without the scanner: the facts on which the other tests of this package rely. */
@Timeout(120)
class RealServersSpeakIT {

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(MailServer.class)
    void eachSendsTheRecordedGreetingAndVerbs(MailServer kind) throws Exception {
        try (RealServer server = kind.start(directory)) {
            PlainDialogue dialogue = PlainDialogue.with(server.address());

            assertThat(dialogue.greeting()).singleElement().asString().startsWith("220 ");
            assertThat(dialogue.greeting().get(0).substring(4)).matches(kind.greeting());
            assertThat(dialogue.ehlo()).first().asString().startsWith("250-" + kind.product() + ".test");
            assertThat(dialogue.verbs()).isEqualTo(kind.verbs());
            assertThat(dialogue.quit()).singleElement().asString().startsWith("221 ");
        }
    }

    @ParameterizedTest
    @EnumSource(MailServer.class)
    void closedServerLeavesNoProcess(MailServer kind) throws Exception {
        RealServer server = kind.start(directory);
        PlainDialogue.with(server.address());
        List<ProcessHandle> family = server.family();
        assertThat(family).anyMatch(RealServer::runs);

        server.close();

        assertThat(family).isNotEmpty().noneMatch(RealServer::runs);
    }

    @Test
    void theBareWindowsServerSpeaksAsRecorded() throws Exception {
        try (BareWindowsServer server = BareWindowsServer.start()) {
            PlainDialogue dialogue = PlainDialogue.with(server.address());

            assertThat(dialogue.greeting()).singleElement().asString().contains("Microsoft ESMTP MAIL Service");
            assertThat(dialogue.verbs())
                    .containsExactly(
                            "TURN",
                            "ATRN",
                            "SIZE 5242880",
                            "ETRN",
                            "PIPELINING",
                            "DSN",
                            "ENHANCEDSTATUSCODES",
                            "8bitmime",
                            "BINARYMIME",
                            "CHUNKING",
                            "VRFY",
                            "AUTH GSSAPI NTLM",
                            "OK");
            assertThat(dialogue.quit()).singleElement().asString().startsWith("221 ");
        }
    }

    @Test
    void prometheusReportsMailServerAsDown() throws Exception {
        try (BareWindowsServer windows = BareWindowsServer.start();
                PrometheusServer prometheus = PrometheusServer.start(directory, windows.target())) {
            assertThat(prometheus.value("up{job='ehloscope'}")).isEqualTo("0");
        }
    }
}
