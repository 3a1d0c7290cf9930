package io.ehloscope.metrics;

import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.PeerTls;
import io.ehloscope.plan.Settings;
import io.ehloscope.plan.Settings.StarttlsMode;
import io.ehloscope.plan.Settings.TlsMode;
import io.ehloscope.result.TargetResult;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Counts the targets of a site by the version of TLS. Every version of the closed set starts at 0; a site whose targets
 * never use TLS has no series.
 */
final class TlsCounts {

    /** The versions that are label values, the oldest first, by the names of Java. */
    private enum Version {
        SSL_3_0("SSLv3"),
        TLS_1_0("TLSv1"),
        TLS_1_1("TLSv1.1"),
        TLS_1_2("TLSv1.2"),
        TLS_1_3("TLSv1.3"),
        OTHER("other");

        private final String label;

        Version(String label) {
            this.label = label;
        }

        static Version of(PeerTls tls) {
            for (Version each : values()) {
                if (each.label.equals(tls.version())) {
                    return each;
                }
            }
            return OTHER;
        }
    }

    private final Map<Version, Integer> targets = new EnumMap<>(Version.class);

    /** Counts one target. */
    void count(TargetResult result) {
        Settings settings = result.target().settings();
        if (settings.starttls() == StarttlsMode.NEGOTIATE || settings.tls() == TlsMode.IMPLICIT) {
            begin();
        }
        seen(result).map(Version::of).min(Version::compareTo).ifPresent(version -> {
            begin();
            targets.merge(version, 1, Integer::sum);
        });
    }

    /** The TLS of every address of a target with which it was negotiated. */
    static Stream<PeerTls> seen(TargetResult result) {
        Stream<Observation> observations = result.addresses().isEmpty()
                ? Stream.of(result.observation())
                : result.addresses().stream().map(each -> each.outcome().observation());
        return observations.flatMap(each -> Stream.ofNullable(each.tls()));
    }

    private void begin() {
        for (Version version : Version.values()) {
            targets.putIfAbsent(version, 0);
        }
    }

    /** Adds the series of a site. */
    void add(String site, Families families) {
        targets.forEach((version, count) -> families.gauge(
                MetricNames.FLEET_TLS_TARGETS, Labels.of("site", site, "version", version.label), count));
    }
}
