package io.ehloscope.classify;

import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The facts about findings: one entry for each finding that applies to every target, and some for certain targets. */
public final class FindingCatalogue {

    private final List<FindingEntry> entries;
    private final Map<FindingKind, FindingFact> general = new EnumMap<>(FindingKind.class);

    /**
     * A catalogue of these entries.
     *
     * @throws IllegalArgumentException if a finding has no entry that applies to every target
     */
    public FindingCatalogue(Collection<FindingEntry> entries) {
        this.entries = List.copyOf(entries);
        for (FindingEntry each : entries) {
            if (each.when().equals(FindingEntry.When.ALWAYS)) {
                general.putIfAbsent(each.kind(), each.on(Platform.all()));
            }
        }
        for (FindingKind kind : FindingKind.values()) {
            general(kind);
        }
    }

    /** The facts about a finding of a target about which nothing is known. */
    public FindingFact general(FindingKind kind) {
        FindingFact fact = general.get(kind);
        if (fact == null) {
            throw new IllegalArgumentException("nothing is known about " + kind.label());
        }
        return fact;
    }

    /**
     * The facts about a finding of a target: of the entries that apply, the one with the most conditions (of several,
     * the first), without the causes and remedies of other platforms.
     */
    public FindingFact fact(FindingKind kind, Circumstances circumstances) {
        return entries.stream()
                .filter(each -> each.kind() == kind && each.when().matches(circumstances))
                .max(Comparator.comparingInt(each -> each.when().conditions()))
                .map(each -> each.on(circumstances.platforms()))
                .orElseGet(() -> general(kind));
    }

    /** The facts of an entry, for all targets that it applies to. */
    public FindingFact fact(FindingEntry entry) {
        FindingEntry.When when = entry.when();
        Product.Family family = when.family();
        if (when.platform() != null) {
            return entry.on(Set.of(when.platform()));
        }
        return entry.on(family == null ? Platform.all() : Platform.of(family));
    }

    /** All entries in order. */
    public List<FindingEntry> entries() {
        return entries;
    }
}
