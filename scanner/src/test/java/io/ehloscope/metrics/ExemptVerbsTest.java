package io.ehloscope.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.classify.Assessment;
import io.ehloscope.classify.ExemptVerb;
import io.ehloscope.classify.Exemption;
import io.ehloscope.plan.PerTarget;
import io.ehloscope.plan.Settings;
import io.ehloscope.plan.Target;
import io.ehloscope.result.SampleFindings;
import io.ehloscope.result.TargetResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The counts of exemptions per site, which reveal forgotten exemptions. */
class ExemptVerbsTest {

    private static final Exemption XEXCH50 = new Exemption("XEXCH50", "a firewall", LocalDate.of(2027, 1, 31));

    @Test
    void targetsAreCountedByStateOfTheirExemption() throws IOException {
        assertThat(rows(
                        answered("emea", "mail1", new ExemptVerb(XEXCH50, "XEXCH50", false)),
                        answered("emea", "mail2", new ExemptVerb(XEXCH50, "XEXCH50", false)),
                        answered("emea", "mail3", new ExemptVerb(XEXCH50, null, false)),
                        answered("emea", "mail4", new ExemptVerb(XEXCH50, null, true)),
                        answered("apac", "mail5", new ExemptVerb(XEXCH50, "XEXCH50", true))))
                .containsExactly(
                        "ehlo_fleet_exempt_verbs{site=\"apac\",state=\"expired\",verb=\"XEXCH50\"} 1.0",
                        "ehlo_fleet_exempt_verbs{site=\"apac\",state=\"idle\",verb=\"XEXCH50\"} 0.0",
                        "ehlo_fleet_exempt_verbs{site=\"apac\",state=\"used\",verb=\"XEXCH50\"} 0.0",
                        "ehlo_fleet_exempt_verbs{site=\"emea\",state=\"expired\",verb=\"XEXCH50\"} 1.0",
                        "ehlo_fleet_exempt_verbs{site=\"emea\",state=\"idle\",verb=\"XEXCH50\"} 1.0",
                        "ehlo_fleet_exempt_verbs{site=\"emea\",state=\"used\",verb=\"XEXCH50\"} 2.0");
    }

    @Test
    void exemptionOfUnreachableTargetIsCountedAsZero() throws IOException {
        TargetResult silent = FixedScan.unreachable("emea", "mail1", FixedScan.START);

        assertThat(rows(exempting(silent, silent.assessment())))
                .hasSize(3)
                .allMatch(each -> each.contains("site=\"emea\"") && each.endsWith(" 0.0"));
    }

    @Test
    void noExemptionMeansNoSeries() throws IOException {
        assertThat(rows(FixedScan.healthy("emea", "mail1", FixedScan.START))).isEmpty();
    }

    private static TargetResult answered(String site, String host, ExemptVerb exempt) {
        TargetResult plain = FixedScan.healthy(site, host, FixedScan.START);
        return exempting(plain, FixedScan.exempting(plain.assessment(), exempt));
    }

    private static TargetResult exempting(TargetResult plain, Assessment assessment) {
        Target bare = plain.target();
        Settings settings = bare.settings().withExempt(List.of(XEXCH50));
        Target target =
                new Target(bare.id(), bare.host(), bare.port(), bare.kind(), bare.site(), bare.labels(), settings);
        return SampleFindings.result(
                target, plain.outcome(), assessment, plain.attempts(), plain.startedAt(), plain.duration());
    }

    private static List<String> rows(TargetResult... results) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        FleetText.write(FixedScan.of(List.of(results), PerTarget.ALL, FixedScan.START), out);
        return out.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(each -> each.startsWith(MetricNames.FLEET_EXEMPT_VERBS.key() + "{"))
                .toList();
    }
}
