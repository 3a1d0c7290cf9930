package io.ehloscope.inventory;

import io.ehloscope.classify.Exemption;
import io.ehloscope.classify.Profile;
import io.ehloscope.classify.Requirement;
import io.ehloscope.yaml.Form;
import io.ehloscope.yaml.Mark;
import io.ehloscope.yaml.Mistakes;
import io.ehloscope.yaml.Node;
import io.ehloscope.yaml.Section;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A profile as it is written, before its parent is known. */
final class ProfileDraft {

    private static final Form<Integer> PORT_NUMBER = Form.integer(1, 65535);

    private final String name;
    private final Section section;
    private final Mistakes mistakes;
    private final @Nullable String parent;
    private final List<Requirement> require;
    private final Map<Integer, List<Requirement>> ports;
    private final Set<String> forbid;
    private final List<Exemption> exempt;

    ProfileDraft(String name, Node.Mapping mapping, Mistakes mistakes) {
        this.name = name;
        this.mistakes = mistakes;
        this.section = ProfileKeys.PROFILE.read(mapping, mistakes);
        this.parent = section.get(ProfileKeys.EXTENDS);
        this.require = section.get(ProfileKeys.REQUIRE, List.of());
        this.ports = ports(section.get(ProfileKeys.PORTS));
        this.forbid = new HashSet<>(section.get(ProfileKeys.FORBID, List.of()));
        this.exempt = section.get(ExemptionKeys.EXEMPT, List.of());
        refuseContradictions();
    }

    /** The name of the profile that this one extends; null where it does not say. */
    @Nullable
    String parent() {
        return parent;
    }

    /** Where the parent is named. */
    Mark parentMark() {
        return section.mark(ProfileKeys.EXTENDS);
    }

    /** The whole profile: what the parent says, and what this one says on top. */
    Profile over(@Nullable Profile from) {
        if (from != null) {
            refuseIdleExemptions(from);
        }
        Set<String> asked = names(require);
        Set<String> optional = union(from == null ? Set.of() : from.optional(), section.get(ProfileKeys.OPTIONAL));
        Set<String> forbidden = new LinkedHashSet<>(from == null ? Set.of() : from.forbid());
        forbidden.removeAll(asked);
        forbidden.addAll(forbid);
        optional.removeAll(forbidden);
        List<String> products = section.get(ProfileKeys.PRODUCTS);
        return new Profile(
                name,
                section.get(ProfileKeys.TITLE, name),
                products != null ? Set.copyOf(products) : from == null ? Set.of() : from.products(),
                added(from == null ? List.of() : from.require()),
                portsOver(from),
                optional,
                forbidden,
                exempt(from == null ? List.of() : from.exempt()),
                union(from == null ? Set.of() : from.goneAfterTls(), section.get(ProfileKeys.GONE_AFTER_TLS)),
                section.get(ProfileKeys.SOURCE, mistakes.file()));
    }

    /** What is required here holds on every port, also where the parent has a list of its own for a port. */
    private Map<Integer, List<Requirement>> portsOver(@Nullable Profile from) {
        Map<Integer, List<Requirement>> all = new HashMap<>();
        if (from != null) {
            from.ports().forEach((port, list) -> all.put(port, added(list)));
        }
        all.putAll(ports);
        return all;
    }

    private List<Requirement> added(List<Requirement> inherited) {
        Map<String, Requirement> all = new LinkedHashMap<>();
        inherited.forEach(each -> all.put(each.verb(), each));
        all.keySet().removeAll(forbid);
        require.forEach(each -> all.put(each.verb(), each));
        return new ArrayList<>(all.values());
    }

    /** What is required here, on whatever port, or forbidden is not exempt any more. */
    private List<Exemption> exempt(List<Exemption> inherited) {
        Set<String> asked = asked();
        return Exemption.merged(inherited, exempt).stream()
                .filter(each -> !asked.contains(each.verb()) && !forbid.contains(each.verb()))
                .toList();
    }

    private Map<Integer, List<Requirement>> ports(Node.@Nullable Mapping mapping) {
        Map<Integer, List<Requirement>> all = new HashMap<>();
        if (mapping == null) {
            return all;
        }
        for (Node.Entry entry : mapping.entries()) {
            Integer port = PORT_NUMBER.read(new Node.Scalar(entry.key(), false, entry.keyMark()), "port", mistakes);
            Node.Mapping value = Form.mapping().read(entry.value(), "port " + entry.key(), mistakes);
            List<Requirement> list = value == null
                    ? null
                    : ProfileKeys.PORT.read(value, mistakes).get(ProfileKeys.REQUIRE);
            if (port != null && list != null) {
                all.put(port, list);
            }
        }
        return all;
    }

    private Set<String> asked() {
        Set<String> all = names(require);
        ports.values().forEach(list -> all.addAll(names(list)));
        return all;
    }

    private void refuseContradictions() {
        for (String verb : names(require)) {
            if (forbid.contains(verb)) {
                mistakes.add(section.mark(ProfileKeys.FORBID), verb + " is both required and forbidden");
            }
        }
        for (String verb : asked()) {
            if (exempt.stream().anyMatch(each -> each.verb().equals(verb))) {
                mistakes.add(section.mark(ExemptionKeys.EXEMPT), verb + " is both required and exempt");
            }
        }
    }

    private void refuseIdleExemptions(Profile from) {
        Set<String> required = names(from.require());
        from.ports().values().forEach(list -> required.addAll(names(list)));
        for (Exemption each : exempt) {
            String verb = each.verb();
            if (!required.contains(verb) && !names(require).contains(verb)) {
                mistakes.add(
                        section.mark(ExemptionKeys.EXEMPT),
                        "exempt \"" + verb + "\" has no effect: " + from.name() + " does not require it");
            }
        }
    }

    private static Set<String> names(List<Requirement> list) {
        return list.stream().map(Requirement::verb).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Set<String> union(Set<String> inherited, @Nullable List<String> own) {
        Set<String> all = new LinkedHashSet<>(inherited);
        if (own != null) {
            all.addAll(own);
        }
        return all;
    }
}
