package io.ehloscope.storage;

import io.ehloscope.classify.Findings;
import io.ehloscope.drift.Baseline;
import io.ehloscope.drift.OfferedVerbs;
import io.ehloscope.drift.TargetState;
import io.ehloscope.plan.Plan;
import io.ehloscope.plan.Target;
import io.ehloscope.result.ScanResult;
import io.ehloscope.result.TargetResult;
import io.ehloscope.snapshot.ResultCompactor;
import io.ehloscope.snapshot.Snapshot;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the lines of a snapshot file after the first. */
final class SnapshotBody {
    private final SnapshotLines in;
    private final SnapshotJson json;
    private final @Nullable Findings findings;
    private final ResultCompactor compactor = new ResultCompactor();
    private final List<TargetResult> results = new ArrayList<>();
    private final Set<String> targets = new HashSet<>();
    private final Map<String, Instant> answers = new HashMap<>();
    private final Set<String> exchangers = new HashSet<>();
    private final Map<Object, Object> pool = new HashMap<>();
    private final List<TargetState> before = new ArrayList<>();
    private final Map<OfferedVerbs, OfferedVerbs> offers = new HashMap<>();

    /**
     * Reads from these lines.
     *
     * @param findings finds what is wrong with targets that have no findings in the file; null if all have theirs
     */
    SnapshotBody(SnapshotLines in, SnapshotJson json, @Nullable Findings findings) {
        this.in = in;
        this.json = json;
        this.findings = findings;
    }

    Snapshot read(SnapshotFile.Head head) throws IOException {
        for (String text = in.next(); text != null; text = in.next()) {
            if (text.startsWith("{\"end\"")) {
                Snapshot whole = whole(head, json.value(text, SnapshotFile.End.class));
                if (in.next() != null) { // reading to the end also verifies the checksum
                    throw new IOException("there is more after its end");
                }
                return whole;
            }
            if (text.startsWith("{\"before\"")) {
                before.add(json.value(text, SnapshotFile.Before.class).before().sharing(offers));
            } else {
                add(json.value(text, SnapshotFile.Line.class));
            }
        }
        throw new IOException("its end is missing");
    }

    private void add(SnapshotFile.Line line) throws IOException {
        Target target = line.result().target();
        if (!targets.add(target.id())) {
            throw new IOException(target.id() + " is in it twice");
        }
        Target pooled = new Target(
                target.id(),
                target.host(),
                target.port(),
                target.kind(),
                pooled(target.site()),
                pooled(target.labels()),
                pooled(target.settings()));
        results.add(compactor.apply(withFindings(line.result()).of(pooled)));
        if (line.lastAnswer() != null) {
            answers.put(target.id(), line.lastAnswer());
        }
        if (line.exchanger()) {
            exchangers.add(target.id());
        }
    }

    private TargetResult withFindings(TargetResult read) {
        return findings == null
                ? read
                : read.with(
                        read.outcome(),
                        read.assessment()
                                .with(findings.of(
                                        read.outcome(),
                                        read.assessment(),
                                        read.target().expectation(read.startedAt()))),
                        read.addresses());
    }

    @SuppressWarnings("unchecked") // equal values have the same type here
    private <T> T pooled(T value) {
        return (T) pool.computeIfAbsent(value, first -> first);
    }

    private Snapshot whole(SnapshotFile.Head head, SnapshotFile.End end) throws IOException {
        if (end.end() != results.size()) {
            throw new IOException(results.size() + " of " + end.end() + " targets are present");
        }
        List<Target> all = results.stream().map(TargetResult::target).toList();
        Plan then = Plan.of(head.header().source(), head.header().ehloName(), all);
        return new Snapshot(
                new ScanResult(then, head.header(), head.summary(), results),
                answers,
                head.since() == null ? Baseline.NONE : Baseline.of(head.since(), before),
                exchangers);
    }
}
