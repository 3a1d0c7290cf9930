package io.ehloscope.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.result.TargetResult;
import io.ehloscope.scan.SampleResults;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The series of a probe: the program's own and those of blackbox_exporter. */
class ProbeTextTest {

    @Test
    void everyVerdictHasProbeSuccessAndTargetSeries() throws IOException {
        for (TargetResult each : SampleResults.scan().results()) {
            String text = text(each);
            String success = each.verdict().label().equals("healthy") ? "1.0" : "0.0";

            assertThat(text).as(each.target().id()).contains("\nprobe_success " + success + "\n");
            assertThat(text)
                    .contains("\nprobe_duration_seconds ", "\nprobe_dns_lookup_time_seconds ")
                    .contains("ehlo_target_verdict{")
                    .doesNotContain("ehlo_fleet_", "ehlo_scan_");
            assertThat(text.contains("\nprobe_ip_protocol "))
                    .isEqualTo(each.observation().peer() != null);
            assertThat(text.contains("\nprobe_ssl_earliest_cert_expiry "))
                    .isEqualTo(each.observation().tls() != null);
            assertThat(text.contains("\nprobe_tls_version_info{"))
                    .isEqualTo(each.observation().tls() != null);
        }
    }

    @Test
    void hashIsFnv1aOverTheBytesOfTheAddress() throws IOException {
        assertThat(ProbeText.hash(InetAddress.getByName("127.0.0.1"))).isEqualTo(3_668_918_509L);
        assertThat(ProbeText.hash(InetAddress.getByName("::1"))).isEqualTo(1_751_717_746L);
    }

    private static String text(TargetResult result) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ProbeText.write(result, "text/plain; version=0.0.4; charset=utf-8", out);
        return out.toString(StandardCharsets.UTF_8);
    }
}
