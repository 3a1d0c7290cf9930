package io.ehloscope.discovery;

import io.ehloscope.inventory.Inventory;
import io.ehloscope.inventory.ListedSource;
import io.ehloscope.inventory.Planner;
import io.ehloscope.inventory.SourceDocument;
import io.ehloscope.inventory.SourceSpec;
import io.ehloscope.inventory.SourceTargets;
import io.ehloscope.plan.Plan;
import io.ehloscope.plan.SourceState;
import io.ehloscope.yaml.ConfigException;
import io.ehloscope.yaml.Problems;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sources of an inventory and the last good copy of each. A source that fails, has a mistake, or becomes empty
 * changes nothing: its last good copy stays as a whole. Thread-safe; all methods but {@link #states()} may block.
 */
public final class Sources {

    private static final Logger LOG = LoggerFactory.getLogger(Sources.class);

    private final SourceCopies copies;
    private final Clock clock;
    private final boolean logs;
    private final Map<String, Tracked> known = new LinkedHashMap<>();
    private volatile List<Tracked> listed = List.of();

    /**
     * Creates an empty collection.
     *
     * @param folder the folder of the copies on disk; null keeps copies in memory only
     */
    public Sources(@Nullable Path folder, Clock clock) {
        this(folder, clock, true);
    }

    private Sources(@Nullable Path folder, Clock clock, boolean logs) {
        this.copies = new SourceCopies(folder);
        this.clock = clock;
        this.logs = logs;
    }

    /** Creates an empty collection for one plan, which logs nothing: the caller reports the states. */
    public static Sources forOnePlan(Clock clock) {
        return new Sources(null, clock, false);
    }

    /** One source: its copy, and the outcome of the last attempt to read it. */
    private static final class Tracked {
        private final SourceSpec spec;
        private @Nullable SourceCopy good;
        private int goodTargets;
        /** The last document that the endpoint sent; null for files, and before the first document. */
        private FetchResult.@Nullable Document received;
        /** When the endpoint last had that document. */
        private Instant receivedAt = Instant.EPOCH;
        /** Why the last request failed; null if it did not. */
        private @Nullable String failure;

        private volatile SourceState state;

        Tracked(SourceSpec spec) {
            this.spec = spec;
            this.state = new SourceState(spec.name(), 0, 0, null, List.of("not read yet"));
        }
    }

    /**
     * Plans an inventory with its sources: reads the files of {@code file_sd}, and takes what {@link #received} last
     * took from endpoints.
     *
     * @throws ConfigException if the last good copy of a source names a profile that the inventory no longer has
     */
    public synchronized Plan plan(Inventory inventory) {
        List<Tracked> now = new ArrayList<>();
        List<Planner.Contribution> contributions = new ArrayList<>();
        for (ListedSource source : inventory.sources()) {
            Tracked tracked = tracked(source.spec());
            SourceTargets targets = evaluated(source, tracked);
            now.add(tracked);
            contributions.add(new Planner.Contribution(targets, tracked.state));
        }
        Plan plan = Planner.plan(inventory, contributions);
        for (int i = 0; i < now.size(); i++) {
            now.get(i).state = plan.sources().get(i);
        }
        listed = List.copyOf(now);
        return plan;
    }

    /**
     * Takes the result of a request to an endpoint; returns whether the inventory must be planned again.
     *
     * @param spec the endpoint
     */
    public synchronized boolean received(SourceSpec.Http spec, FetchResult result) {
        Tracked tracked = tracked(spec);
        if (result instanceof FetchResult.Failed failed) {
            tracked.failure = failed.sentence();
            report(tracked, tracked.state.confirmed(), List.of(failed.sentence()));
            return false;
        }
        FetchResult.Document before = tracked.received;
        FetchResult.Document now =
                result instanceof FetchResult.Document document ? document : asDocument(tracked.good);
        tracked.failure = null;
        tracked.received = now;
        tracked.receivedAt = clock.instant();
        SourceCopy good = tracked.good;
        if (now == null || before == null || good == null) {
            return true;
        }
        if (before.text().equals(now.text()) && now.text().equals(textOf(good))) {
            tracked.good = new SourceCopy(good.documents(), now.etag(), tracked.receivedAt);
            copies.confirm(spec.name(), tracked.good);
            report(tracked, tracked.receivedAt, List.of());
            return false;
        }
        return true;
    }

    private static FetchResult.@Nullable Document asDocument(@Nullable SourceCopy copy) {
        return copy == null ? null : new FetchResult.Document(textOf(copy), copy.etag());
    }

    private static String textOf(SourceCopy copy) {
        return copy.documents().isEmpty() ? "" : copy.documents().get(0).text();
    }

    /** The entity tag of the copy of an endpoint; null if there is none. */
    public synchronized @Nullable String etag(SourceSpec.Http spec) {
        SourceCopy good = tracked(spec).good;
        return good == null ? null : good.etag();
    }

    /** The state of each source of the last plan; files that had no problem are confirmed now, as they are watched. */
    public List<SourceState> states() {
        return listed.stream()
                .map(each -> {
                    SourceState state = each.state;
                    boolean isWatched = each.spec instanceof SourceSpec.Files
                            && state.problems().isEmpty();
                    return isWatched ? state.confirmedAt(clock.instant()) : state;
                })
                .toList();
    }

    private Tracked tracked(SourceSpec spec) {
        Tracked tracked = known.get(spec.name());
        if (tracked == null || !tracked.spec.equals(spec)) {
            Tracked other = new Tracked(spec);
            SourceCopy good = tracked == null ? copies.load(spec.name()) : tracked.good;
            other.good = good;
            other.goodTargets = -1;
            if (good != null) {
                other.state = new SourceState(spec.name(), 0, 0, good.confirmed(), other.state.problems());
            }
            known.put(spec.name(), other);
            return other;
        }
        return tracked;
    }

    private SourceTargets evaluated(ListedSource source, Tracked tracked) {
        SourceTargets ofCopy = ofCopy(source, tracked);
        Problems problems = new Problems(tracked.spec.name());
        List<SourceDocument> documents = documents(tracked, problems);
        if (documents == null) {
            return ofCopy;
        }
        SourceTargets fresh = problems.isEmpty() ? source.read(documents, problems) : SourceTargets.NONE;
        if (problems.isEmpty() && fresh.targets().isEmpty() && !ofCopy.targets().isEmpty()) {
            problems.add(
                    null,
                    "the source names no target, and its last good copy names "
                            + ofCopy.targets().size(),
                    "to drop its targets, remove the source from the inventory");
        }
        if (!problems.isEmpty()) {
            List<String> all = new ArrayList<>(failures(tracked));
            all.addAll(new ConfigException(problems).lines());
            report(tracked, tracked.state.confirmed(), all);
            return ofCopy;
        }
        keep(tracked, documents, fresh);
        return fresh;
    }

    /** The targets of the last good copy; a copy that an earlier process saved may be unusable under this inventory. */
    private SourceTargets ofCopy(ListedSource source, Tracked tracked) {
        SourceCopy good = tracked.good;
        if (good == null) {
            return SourceTargets.NONE;
        }
        Problems problems = new Problems(tracked.spec.name());
        SourceTargets targets = source.read(good.documents(), problems);
        if (problems.isEmpty()) {
            tracked.goodTargets = targets.targets().size();
            return targets;
        }
        if (tracked.goodTargets >= 0) {
            throw new ConfigException(problems);
        }
        LOG.warn("the copy of the source {} does not fit the inventory and is dropped", tracked.spec.name());
        tracked.good = null;
        return SourceTargets.NONE;
    }

    private static @Nullable List<SourceDocument> documents(Tracked tracked, Problems problems) {
        if (tracked.spec instanceof SourceSpec.Files files) {
            return SourceFiles.read(files, problems);
        }
        FetchResult.Document received = tracked.received;
        return received == null
                ? null
                : List.of(new SourceDocument(tracked.spec.name(), received.text(), SourceDocument.Form.JSON));
    }

    private void keep(Tracked tracked, List<SourceDocument> documents, SourceTargets targets) {
        FetchResult.Document received = tracked.received;
        SourceCopy before = tracked.good;
        SourceCopy copy = new SourceCopy(
                documents,
                received == null ? null : received.etag(),
                received == null ? clock.instant() : tracked.receivedAt);
        tracked.good = copy;
        tracked.goodTargets = targets.targets().size();
        if (before == null || !before.documents().equals(documents)) {
            copies.save(tracked.spec.name(), copy);
        } else {
            copies.confirm(tracked.spec.name(), copy);
        }
        report(tracked, copy.confirmed(), failures(tracked));
    }

    /** Why the last request failed; empty if it did not. */
    private static List<String> failures(Tracked tracked) {
        String failure = tracked.failure;
        return failure == null ? List.of() : List.of(failure);
    }

    /** Records the state of a source, and logs it if the problems are other ones than before. */
    private void report(Tracked tracked, @Nullable Instant confirmed, List<String> problems) {
        SourceState before = tracked.state;
        tracked.state = new SourceState(before.name(), before.targets(), before.repeated(), confirmed, problems);
        if (!logs || problems.equals(before.problems())) {
            return;
        }
        if (problems.isEmpty()) {
            LOG.atInfo().addKeyValue("source", before.name()).log("the source of targets is read");
        } else {
            LOG.atWarn()
                    .addKeyValue("source", before.name())
                    .addKeyValue("mistakes", problems.size())
                    .addKeyValue("first", problems.get(0))
                    .log("the source of targets fails; its last good copy, if any, stays in effect");
        }
    }

    /**
     * Forgets the copies of sources that the last plan does not list, also those on disk: a source that is listed
     * again starts without a copy.
     */
    public synchronized void forgetUnlisted() {
        List<String> names = listed.stream().map(each -> each.spec.name()).toList();
        known.keySet().retainAll(names);
        copies.retain(names);
    }
}
