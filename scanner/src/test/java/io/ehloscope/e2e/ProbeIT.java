package io.ehloscope.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code /probe} and {@code /api/v1/sd} of the packaged jar, with real connections. */
@Timeout(120)
class ProbeIT {

    @TempDir
    Path directory;

    @Test
    void fleetTargetIsProbedAndOtherTargetIsNot() throws Exception {
        try (BareWindowsServer windows = BareWindowsServer.start();
                BareWindowsServer stranger = BareWindowsServer.start();
                Serving serving = Serving.start(directory, inventory(windows).toString())) {
            HttpResponse<String> member = serving.get("/probe?target=" + windows.target());

            assertThat(member.statusCode()).as(member.body()).isEqualTo(200);
            assertThat(member.body())
                    .contains(
                            "\nprobe_success 0.0\n",
                            "\nprobe_ip_protocol 4.0\n",
                            "\nprobe_ip_addr_hash 3.668918509E9\n")
                    .contains("\nehlo_missing_exchange_verbs{site=\"lab\",target=\"" + windows.target() + "\"} 4.0\n");
            assertThat(serving.get("/probe?target=127.0.0.1").statusCode()).isEqualTo(200);
            assertThat(serving.get("/probe?debug=true&target=" + windows.target())
                            .body())
                    .contains(" > EHLO scanner.test", "What to do");
            HttpResponse<String> other = serving.get("/probe?profile=windows-smtp&target=" + windows.target());
            assertThat(other.body()).contains("\nprobe_success 1.0\n");
            HttpResponse<String> unknown = serving.get("/probe?profile=exchange-203&target=" + windows.target());
            assertThat(unknown.statusCode()).isEqualTo(400);
            assertThat(unknown.body()).contains("exchange-2003");
            assertThat(serving.get("/probe?target=" + stranger.target()).statusCode())
                    .isEqualTo(404);
            assertThat(serving.get("/api/v1/sd").body())
                    .isEqualTo(
                            "[{\"targets\":[\"" + windows.target()
                                    + "\"],\"labels\":{\"__meta_ehloscope_site\":\"lab\","
                                    + "\"__meta_ehloscope_profile\":\"exchange-2003\",\"__meta_ehloscope_label_country\":\"de\"}}]");
        }
    }

    @Test
    void anyTargetOptionAllowsOneServerPerProbe() throws Exception {
        try (BareWindowsServer windows = BareWindowsServer.start();
                BareWindowsServer stranger = BareWindowsServer.start();
                Serving serving = Serving.start(directory, inventory(windows).toString(), "--web.probe-any-target")) {
            HttpResponse<String> other = serving.get("/probe?target=" + stranger.target());
            assertThat(other.statusCode()).as(other.body()).isEqualTo(200);
            assertThat(other.body()).contains("ehlo_target_verdict{").contains("\"not_loaded\"");
            for (String many : new String[] {
                "file:/etc/passwd",
                "%20file:/etc/passwd",
                "127.0.0.0/30",
                "hub%5B1-9%5D.test",
                "mx:example.test",
                "a'b",
                "x%0Ay"
            }) {
                HttpResponse<String> refused = serving.get("/probe?target=" + many);
                assertThat(refused.statusCode())
                        .as(many + ": " + refused.body())
                        .isEqualTo(400);
                assertThat(refused.body()).doesNotContain("root:");
            }
        }
    }

    private Path inventory(BareWindowsServer windows) throws IOException {
        return Files.writeString(directory.resolve("inventory.yml"), """
                version: 1
                ehlo_name: scanner.test
                sites:
                  - name: lab
                    profile: exchange-2003
                    labels: {country: de}
                    servers: ['%s']
                """.formatted(windows.target()));
    }
}
