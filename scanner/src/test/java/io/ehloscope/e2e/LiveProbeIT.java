package io.ehloscope.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code probe} of the packaged jar writes each line of the dialogue before the next one arrives. */
@Timeout(60)
class LiveProbeIT {

    @Test
    void greetingIsWrittenBeforeTheServerRepliesToEhlo() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Process probe = new ProcessBuilder(PackagedJar.command("probe", "127.0.0.1:" + server.getLocalPort()))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (Socket peer = server.accept();
                    BufferedReader in = reader(peer.getInputStream());
                    BufferedReader shown = reader(probe.getInputStream())) {
                OutputStream out = peer.getOutputStream();
                out.write("220-first\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThat(until(shown, "< 220-first")).startsWith("127.0.0.1:" + server.getLocalPort());
                out.write("220 second\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThat(in.readLine()).startsWith("EHLO ");
                until(shown, "> EHLO ");
                out.write("250-mail.example.com\r\n".getBytes(StandardCharsets.US_ASCII));
                until(shown, "< 250-mail.example.com");
                out.write("250 PIPELINING\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThat(in.readLine()).isEqualTo("QUIT");
                out.write("221 bye\r\n".getBytes(StandardCharsets.US_ASCII));
                List<String> rest = shown.lines().toList();
                assertThat(rest).anyMatch(line -> line.startsWith("healthy: "));
                assertThat(rest).noneMatch(line -> line.contains("220"));
                assertThat(probe.waitFor()).isZero();
            } finally {
                probe.destroyForcibly();
            }
        }
    }

    private static BufferedReader reader(InputStream in) {
        return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    /** Returns the lines up to the first one that contains this text. */
    private static String until(BufferedReader shown, String text) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (String line = shown.readLine(); line != null; line = shown.readLine()) {
            lines.append(line).append('\n');
            if (line.contains(text)) {
                return lines.toString();
            }
        }
        throw new AssertionError("the output ended without " + text + ":\n" + lines);
    }
}
