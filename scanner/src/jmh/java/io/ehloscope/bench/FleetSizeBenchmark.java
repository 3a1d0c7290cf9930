package io.ehloscope.bench;

import io.ehloscope.classify.Classifier;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.metrics.FleetText;
import io.ehloscope.plan.Plan;
import io.ehloscope.result.ScanHeader;
import io.ehloscope.result.ScanResult;
import io.ehloscope.result.Tally;
import io.ehloscope.result.TargetResult;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The costs that grow with the fleet: reading the inventory, and encoding the exposition. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class FleetSizeBenchmark {

    /** The number of targets. */
    @Param({"1000", "10000", "100000"})
    public int targets;

    /** The percentage of targets that lack two verbs of different severity: each has three findings. */
    @Param({"0"})
    public int wrong;

    private byte[] inventory = {};
    private ScanResult scan = scan(Sample.plan(Sample.inventory(10)), 0);

    /** Creates the inventory and a scan of it. */
    @Setup
    public void prepare() {
        inventory = Sample.inventory(targets);
        scan = scan(Sample.plan(inventory), wrong);
    }

    /** Reads and plans the inventory. */
    @Benchmark
    public Plan plan() {
        return Sample.plan(inventory);
    }

    /** Encodes a scan as text, with new series. */
    @Benchmark
    public void expose() throws IOException {
        FleetText.write(scan, OutputStream.nullOutputStream());
    }

    static ScanResult scan(Plan plan, int wrong) {
        Classifier classifier = Sample.CATALOGUE.classifier(plan.profiles());
        List<TargetResult> results = new ArrayList<>();
        Tally tally = new Tally();
        plan.targets().forEach(target -> {
            ProbeOutcome outcome = results.size() % 100 < wrong ? Sample.lackingDialogue() : Sample.dialogue();
            TargetResult result = new TargetResult(
                    target,
                    outcome,
                    classifier.assess(outcome, target.expectation(null)),
                    List.of(),
                    1,
                    Instant.EPOCH,
                    Duration.ofMillis(3));
            results.add(result);
            tally.add(result);
        });
        ScanHeader header = new ScanHeader("benchmark", "0", plan.ehloName(), Instant.EPOCH, results.size());
        return new ScanResult(plan, header, tally.summary(Instant.EPOCH, Duration.ofSeconds(1)), results);
    }
}
