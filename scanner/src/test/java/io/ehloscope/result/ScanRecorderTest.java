package io.ehloscope.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.metrics.FixedScan;
import io.ehloscope.plan.PerTarget;
import io.ehloscope.plan.Plan;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScanRecorderTest {

    private final ScanResult scan = FixedScan.completed(PerTarget.ALL);

    @Test
    void resultsAreInTheOrderOfThePlan() {
        List<TargetResult> reversed = new ArrayList<>(scan.results());
        Collections.reverse(reversed);
        assertThat(recorded(scan.plan(), reversed)).isEqualTo(scan);
    }

    @Test
    void targetsWithoutResultAreLeftOut() {
        List<TargetResult> some = scan.results().subList(1, scan.results().size() - 1);
        assertThat(recorded(scan.plan(), some).results()).isEqualTo(some);
    }

    @Test
    void targetsThatThePlanDoesNotNameAreLastInTheirSite() {
        TargetResult unknown = scan.results().get(0);
        Plan plan = scan.plan()
                .withTargets(scan.plan().targets().stream()
                        .filter(each -> !each.equals(unknown.target()))
                        .toList());
        List<TargetResult> sorted = new ArrayList<>(scan.results());
        sorted.sort(new PlanOrder(plan));
        assertThat(recorded(plan, scan.results()).results()).isEqualTo(sorted).contains(unknown);
    }

    private ScanResult recorded(Plan plan, List<TargetResult> results) {
        ScanRecorder recorder = new ScanRecorder(plan, scan.header());
        results.forEach(recorder::add);
        return recorder.finish(scan.summary());
    }
}
