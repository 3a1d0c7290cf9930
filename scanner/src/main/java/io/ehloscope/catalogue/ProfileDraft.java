package io.ehloscope.catalogue;

import io.ehloscope.classify.Exemption;
import io.ehloscope.classify.FindingKind;
import io.ehloscope.classify.FindingRule;
import io.ehloscope.classify.Origin;
import io.ehloscope.classify.Profile;
import io.ehloscope.classify.Requirement;
import io.ehloscope.classify.VerbRules;
import io.ehloscope.yaml.Key;
import io.ehloscope.yaml.Location;
import io.ehloscope.yaml.Node;
import io.ehloscope.yaml.Problems;
import io.ehloscope.yaml.Section;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A profile of a file before it is merged with its parent. */
final class ProfileDraft {

    private final String name;
    private final Section section;
    private final Problems problems;
    private final @Nullable String parent;
    private final VerbRules own;
    private final Map<Integer, VerbRules> ports;
    private final List<Exemption> exempt;
    private final Map<FindingKind, FindingRule> findings;

    ProfileDraft(String name, Node.Mapping mapping, Problems problems) {
        this.name = name;
        this.problems = problems;
        this.section = ProfileKeys.PROFILE.read(mapping, problems);
        section.get(ProfileKeys.VERSION);
        this.parent = section.get(ProfileKeys.EXTENDS);
        this.own = ProfileKeys.rules(section, ProfileKeys.REQUIRE, problems);
        this.ports = PortRules.read(section.get(ProfileKeys.PORTS), problems);
        this.exempt = section.get(ExemptionKeys.IN_PROFILE, List.of());
        this.findings = section.get(FindingKeys.IN_PROFILE, Map.of());
        rejectContradictions();
    }

    /** The name of the profile that this one extends; null if it names none. */
    @Nullable
    String parent() {
        return parent;
    }

    /** The location of the parent's name. */
    Location parentLocation() {
        return section.location(ProfileKeys.EXTENDS);
    }

    /** The complete profile: the parent's rules, overridden by these. */
    Profile mergedWith(@Nullable Profile from) {
        if (from != null) {
            rejectUnusedExemptions(from);
        }
        List<String> products = section.get(ProfileKeys.PRODUCTS);
        VerbRules usual = mergedWith(from == null ? VerbRules.NONE : from.usual());
        return new Profile(
                name,
                section.get(ProfileKeys.TITLE, name),
                products != null ? Set.copyOf(products) : from == null ? Set.of() : from.products(),
                usual,
                mergedPorts(from, usual),
                exempt(from == null ? List.of() : from.exempt()),
                FindingRule.merged(from == null ? Map.of() : from.findings(), findings),
                union(
                        from == null ? Set.of() : from.goneAfterTls(),
                        section.get(ProfileKeys.GONE_AFTER_TLS, List.of())),
                origin(from));
    }

    private Origin origin(@Nullable Profile from) {
        Origin inherited = from == null ? null : from.origin();
        return new Origin(
                inherited(ProfileKeys.FAMILY, inherited == null ? null : inherited.family()),
                inherited(ProfileKeys.VERSIONS, inherited == null ? null : inherited.versions()),
                section.get(ProfileKeys.SOURCE, source(from)));
    }

    /** The source of what is inherited is the parent's source. */
    private String source(@Nullable Profile from) {
        return from == null || from.usual().isEmpty()
                ? problems.file()
                : problems.file() + "; what it takes from " + from.name() + ": " + from.source();
    }

    private @Nullable String inherited(Key<String> key, @Nullable String inherited) {
        return section.has(key) ? section.get(key) : inherited;
    }

    /** Requirements of this profile apply on every port, including ports for which the parent has its own list. */
    private Map<Integer, VerbRules> mergedPorts(@Nullable Profile from, VerbRules usual) {
        Map<Integer, VerbRules> all = new HashMap<>();
        if (from != null) {
            from.ports().forEach((port, rules) -> all.put(port, mergedWith(rules)));
        }
        ports.forEach((port, rules) -> all.put(port, besides(rules, usual)));
        return all;
    }

    private VerbRules mergedWith(VerbRules inherited) {
        Set<String> forbidden = new LinkedHashSet<>(inherited.forbid());
        forbidden.removeAll(own.names());
        forbidden.addAll(own.forbid());
        return new VerbRules(
                added(inherited.require(), own.require()),
                added(inherited.requireInTls(), own.requireInTls()),
                less(union(inherited.optional(), own.optional()), forbidden),
                less(union(inherited.optionalInTls(), own.optionalInTls()), forbidden),
                forbidden);
    }

    /** A listed port requires exactly its list; what is optional or forbidden on every port stays so there. */
    private static VerbRules besides(VerbRules port, VerbRules usual) {
        Set<String> forbidden = less(union(usual.forbid(), port.forbid()), port.names());
        return new VerbRules(
                port.require(),
                port.requireInTls(),
                less(union(usual.optional(), port.optional()), forbidden),
                less(union(usual.optionalInTls(), port.optionalInTls()), forbidden),
                forbidden);
    }

    private List<Requirement> added(List<Requirement> inherited, List<Requirement> required) {
        Map<String, Requirement> all = new LinkedHashMap<>();
        inherited.forEach(each -> all.put(each.verb(), each));
        all.keySet().removeAll(own.forbid());
        required.forEach(each -> all.put(each.verb(), each));
        return new ArrayList<>(all.values());
    }

    /** Removes exemptions of verbs that this profile requires, on whatever port, or forbids. */
    private List<Exemption> exempt(List<Exemption> inherited) {
        Set<String> requiredVerbs = requiredVerbs();
        return Exemption.merged(inherited, exempt).stream()
                .filter(each ->
                        !requiredVerbs.contains(each.verb()) && !own.forbid().contains(each.verb()))
                .toList();
    }

    private Set<String> requiredVerbs() {
        Set<String> all = new LinkedHashSet<>(own.names());
        ports.values().forEach(rules -> all.addAll(rules.names()));
        return all;
    }

    private void rejectContradictions() {
        for (String verb : requiredVerbs()) {
            if (exempt.stream().anyMatch(each -> each.verb().equals(verb))) {
                problems.add(section.location(ExemptionKeys.IN_PROFILE), verb + " is both required and exempt");
            }
        }
    }

    private void rejectUnusedExemptions(Profile from) {
        Set<String> required = new LinkedHashSet<>(from.usual().names());
        from.ports().values().forEach(rules -> required.addAll(rules.names()));
        for (Exemption each : exempt) {
            String verb = each.verb();
            if (!required.contains(verb) && !own.names().contains(verb)) {
                problems.add(
                        section.location(ExemptionKeys.IN_PROFILE),
                        "exempt \"" + verb + "\" has no effect: " + from.name() + " does not require it");
            }
        }
    }

    private static Set<String> union(Set<String> some, Iterable<String> more) {
        Set<String> all = new LinkedHashSet<>(some);
        more.forEach(all::add);
        return all;
    }

    private static Set<String> less(Set<String> all, Set<String> without) {
        all.removeAll(without);
        return all;
    }
}
