package io.ehloscope.metrics;

import io.ehloscope.classify.Severity;
import io.ehloscope.evidence.PeerCertificate;
import io.ehloscope.evidence.PeerTls;
import io.ehloscope.evidence.Stage;
import io.ehloscope.result.TargetResult;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Writes the series of a single probed target: the series that it has in a scan, and the series of a TCP probe under
 * the names of blackbox_exporter, so that dashboards and alerts made for blackbox_exporter keep working.
 */
public final class ProbeText {

    private static final int FNV_OFFSET = 0x811c9dc5;
    private static final int FNV_PRIME = 0x01000193;

    private ProbeText() {}

    /** Writes the series in the format of the content type; the stream is flushed and stays open. */
    public static void write(TargetResult result, String contentType, OutputStream out) throws IOException {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        MetricSnapshots series = series(result);
        registry.getPrometheusRegistry().register(() -> series);
        registry.scrape(out, contentType);
        out.flush();
    }

    private static MetricSnapshots series(TargetResult result) {
        Families families = new Families();
        InfoLabels info = InfoLabels.of(MetricNames.TARGET_INFO.labels(), List.of(result.target()));
        new TargetSeries(info, Map.of(), families).add(result);
        List<MetricSnapshot> all = new ArrayList<>();
        families.snapshots().forEach(all::add);
        addProbe(result, all);
        return new MetricSnapshots(all);
    }

    private static void addProbe(TargetResult result, List<MetricSnapshot> all) {
        Duration dns = result.observation().timings().stages().getOrDefault(Stage.DNS, Duration.ZERO);
        all.add(gauge(
                "probe_success",
                "1 if the target answered and has no finding of severity warning or more, else 0.",
                result.isAnswered() && !result.hasFinding(Severity.WARNING) ? 1 : 0));
        all.add(gauge("probe_duration_seconds", "How long the probe took.", TargetSeries.seconds(result.duration())));
        all.add(gauge(
                "probe_dns_lookup_time_seconds", "How long the lookup of the name took.", TargetSeries.seconds(dns)));
        InetSocketAddress peer = result.observation().peer();
        if (peer != null) {
            InetAddress address = peer.getAddress();
            all.add(gauge("probe_ip_protocol", "4 for IPv4, 6 for IPv6.", address instanceof Inet4Address ? 4 : 6));
            all.add(gauge(
                    "probe_ip_addr_hash", "A hash of the address, to see whether it changes.", (double) hash(address)));
        }
        PeerTls tls = result.observation().tls();
        if (tls != null) {
            all.add(gauge(
                    "probe_ssl_earliest_cert_expiry",
                    "When the first certificate of the chain expires, as a Unix time.",
                    TargetSeries.seconds(earliest(tls))));
            all.add(InfoSnapshot.builder()
                    .name("probe_tls_version")
                    .help("The version of TLS, always 1.")
                    .dataPoint(InfoSnapshot.InfoDataPointSnapshot.builder()
                            .labels(Labels.of("version", tls.version()))
                            .build())
                    .build());
        }
    }

    private static GaugeSnapshot gauge(String name, String help, double value) {
        return GaugeSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                        .value(value)
                        .build())
                .build();
    }

    private static Instant earliest(PeerTls tls) {
        return tls.chain().stream()
                .map(PeerCertificate::notAfter)
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** FNV-1a of 32 bits over the bytes of the address, as in blackbox_exporter. */
    static long hash(InetAddress address) {
        int hash = FNV_OFFSET;
        for (byte each : address.getAddress()) {
            hash = (hash ^ (each & 0xff)) * FNV_PRIME;
        }
        return Integer.toUnsignedLong(hash);
    }
}
