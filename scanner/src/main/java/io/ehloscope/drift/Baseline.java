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
 * An earlier scan, as far as later ones are held against it. Immutable, and small beside the scan: replies and dialogues
 * are not kept.
 */
public final class Baseline {

    /** No earlier scan: nothing is known to have changed. */
    public static final Baseline NONE = new Baseline(null, Map.of(), List.of());

    /** How the id of a domain begins whose MX hosts could not be found. */
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

    /** What later scans are held against when they are to be held against this one. */
    public static Baseline of(ScanResult scan) {
        Gathering gathering = new Gathering();
        scan.results().forEach(result -> gathering.add(TargetState.of(result)));
        return gathering.baseline(scan.header().startedAt());
    }

    /**
     * The baseline that was made at another time, put together again.
     *
     * @param since when the earlier scan began
     * @param targets {@link #targets} of it
     */
    public static Baseline of(Instant since, Iterable<TargetState> targets) {
        Gathering gathering = new Gathering();
        targets.forEach(gathering::add);
        return gathering.baseline(since);
    }

    /** What it knows of each target, in the order of the earlier scan. */
    public Collection<TargetState> targets() {
        return Collections.unmodifiableCollection(targets.values());
    }

    /** When the earlier scan began; null where there is none. */
    public @Nullable Instant since() {
        return since;
    }

    /** Whether there is an earlier scan. */
    public boolean isGiven() {
        return since != null;
    }

    /** This baseline for a scan of a part of the inventory: what that does not look at has not vanished. */
    public Baseline forPart() {
        return new Baseline(since, targets, List.of());
    }

    /** What changed about a target; one that was not there is new, and nothing else. */
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

    /** What became of a target that was not there before. */
    public static Change appearing(TargetState target) {
        return new Change(Kind.NEW, "target", null, target.verdict().label());
    }

    /**
     * What was there and is not in this plan, in the order of the earlier scan. The MX hosts of a site in which those of
     * a domain are not known now are not among them.
     *
     * @param plan what is scanned, MX hosts in the place of their domains
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

    /** What became of a target that {@link #vanished}. */
    public static Change vanishing(TargetState target) {
        return new Change(Kind.VANISHED, "target", target.verdict().label(), null);
    }

    /** A baseline as it is gathered, target by target. Not thread-safe. */
    public static final class Gathering {
        private final Map<String, TargetState> targets = new LinkedHashMap<>();
        private final Map<OfferedVerbs, OfferedVerbs> offers = new HashMap<>();

        /** Adds a target; gives whether it is the first of its id, and leaves it out where it is not. */
        public boolean add(TargetState state) {
            return targets.putIfAbsent(state.target(), state.sharing(offers)) == null;
        }

        public int size() {
            return targets.size();
        }

        public Baseline baseline(Instant since) {
            return new Baseline(since, targets, targets.values());
        }
    }
}
