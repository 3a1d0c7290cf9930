package io.ehloscope.drift;

import io.ehloscope.drift.Change.Kind;
import io.ehloscope.plan.Plan;
import io.ehloscope.plan.Target;
import io.ehloscope.result.ScanResult;
import io.ehloscope.result.TargetResult;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The part of an earlier scan that later scans are compared with. Immutable, and small: it does not keep replies and
 * transcripts.
 */
public final class Baseline {

    /** No earlier scan: no change is known. */
    public static final Baseline NONE = new Baseline(null, Map.of(), List.of());

    /** The prefix of the id of a domain whose MX hosts could not be looked up. */
    private static final String MX = "mx:";

    private final @Nullable Instant since;
    private final Map<String, TargetState> targets;
    private final Collection<TargetState> expected;
    private final Set<String> sitesWithUnknownHosts;

    private Baseline(@Nullable Instant since, Map<String, TargetState> targets, Collection<TargetState> expected) {
        this.since = since;
        this.targets = targets;
        this.expected = expected;
        this.sitesWithUnknownHosts = targets.values().stream()
                .filter(each -> each.target().startsWith(MX))
                .map(TargetState::site)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The baseline of a scan, for the comparison with later scans. */
    public static Baseline of(ScanResult scan) {
        Gathering gathering = new Gathering();
        scan.results().forEach(result -> gathering.add(TargetState.of(result)));
        return gathering.baseline(scan.header().startedAt());
    }

    /**
     * Rebuilds a baseline from its parts.
     *
     * @param since when the earlier scan began
     * @param targets the {@link #targets} of the baseline
     */
    public static Baseline of(Instant since, Iterable<TargetState> targets) {
        Gathering gathering = new Gathering();
        targets.forEach(gathering::add);
        return gathering.baseline(since);
    }

    /** The state of each target, in the order of the earlier scan. */
    public Collection<TargetState> targets() {
        return Collections.unmodifiableCollection(targets.values());
    }

    /** When the earlier scan began; null if there is none. */
    public @Nullable Instant since() {
        return since;
    }

    /** Whether there is an earlier scan. */
    public boolean isGiven() {
        return since != null;
    }

    /** This baseline for a scan of a part of the inventory: targets outside of the part do not vanish. */
    public Baseline forPart() {
        return new Baseline(since, targets, List.of());
    }

    /** The changes of a target. The only change of a target that is not in the baseline is that it is new. */
    public List<Change> changes(TargetResult result) {
        if (since == null) {
            return List.of();
        }
        TargetState after = TargetState.of(result);
        TargetState before = targets.get(after.target());
        if (before != null) {
            return Drift.between(before, after);
        }
        boolean isKnown = result.target().kind() != Target.Kind.MX && !sitesWithUnknownHosts.contains(after.site());
        return isKnown ? List.of(appearing(after)) : List.of();
    }

    /** The change of a target that was not in the earlier scan. */
    public static Change appearing(TargetState target) {
        return new Change(Kind.NEW, "target", null, target.verdict().label());
    }

    /**
     * The targets of the earlier scan that are not in this plan, in the order of the earlier scan. MX hosts of a site
     * are left out if the MX hosts of a domain of that site are unknown now.
     *
     * @param plan the plan of the scan, with MX hosts in place of their domains
     */
    public List<TargetState> vanished(Plan plan) {
        Set<String> present = plan.targets().stream().map(Target::id).collect(Collectors.toSet());
        Set<String> unknown = plan.targets().stream()
                .filter(target -> target.kind() == Target.Kind.MX)
                .map(Target::site)
                .collect(Collectors.toSet());
        return expected.stream()
                .filter(each ->
                        !present.contains(each.target()) && !each.target().startsWith(MX))
                .filter(each -> !unknown.contains(each.site()))
                .toList();
    }

    /** The change of a target that {@link #vanished}. */
    public static Change vanishing(TargetState target) {
        return new Change(Kind.VANISHED, "target", target.verdict().label(), null);
    }

    /** Collects a baseline, target by target. Not thread-safe. */
    public static final class Gathering {
        private final Map<String, TargetState> targets = new LinkedHashMap<>();
        private final Map<OfferedVerbs, OfferedVerbs> offers = new HashMap<>();

        /** Adds a target, and returns whether it is the first with its id. Others are not added. */
        public boolean add(TargetState state) {
            return targets.putIfAbsent(state.target(), state.sharing(offers)) == null;
        }

        /** The number of targets so far. */
        public int size() {
            return targets.size();
        }

        /**
         * The baseline of the targets so far.
         *
         * @param since when the scan began
         */
        public Baseline baseline(Instant since) {
            return new Baseline(since, targets, targets.values());
        }
    }
}
