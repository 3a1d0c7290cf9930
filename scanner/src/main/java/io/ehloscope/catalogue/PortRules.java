package io.ehloscope.catalogue;

import io.ehloscope.classify.VerbRules;
import io.ehloscope.yaml.Location;
import io.ehloscope.yaml.Node;
import io.ehloscope.yaml.Problems;
import io.ehloscope.yaml.Section;
import io.ehloscope.yaml.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the ports of a profile that have their own rules: {@code 587}, {@code "717, 2525"}, {@code submission}. */
final class PortRules {

    private static final ValueType<Integer> PORT_NUMBER = ValueType.integer(1, 65535);

    private final Problems problems;
    private final Map<Integer, VerbRules> all = new LinkedHashMap<>();
    private final Map<Integer, Location> seen = new LinkedHashMap<>();

    private PortRules(Problems problems) {
        this.problems = problems;
    }

    /** Reads the mapping of ports; empty if the mapping is null. */
    static Map<Integer, VerbRules> read(Node.@Nullable Mapping mapping, Problems problems) {
        PortRules rules = new PortRules(problems);
        if (mapping != null) {
            mapping.entries().forEach(rules::add);
        }
        return rules.all;
    }

    private void add(Node.Entry entry) {
        List<Integer> ports = new ArrayList<>();
        for (String word : entry.key().split(",", -1)) {
            ports.addAll(ports(word.strip(), entry.keyLocation()));
        }
        Node.Mapping value = ValueType.mapping().read(entry.value(), "port " + entry.key(), problems);
        VerbRules rules = value == null ? null : rules(ProfileKeys.PORT.read(value, problems));
        for (Integer port : ports) {
            Location first = seen.putIfAbsent(port, entry.keyLocation());
            if (first != null) {
                problems.add(entry.keyLocation(), "port " + port + " already has rules in line " + first.line());
            } else if (rules != null) {
                all.put(port, rules);
            }
        }
    }

    private List<Integer> ports(String word, Location location) {
        for (PortClass each : PortClass.values()) {
            if (each.label().equals(word)) {
                return each.ports();
            }
        }
        if (word.matches(".*[A-Za-z].*")) {
            List<String> known =
                    Arrays.stream(PortClass.values()).map(PortClass::label).toList();
            problems.unknown(location, "class of ports", word, known);
            return List.of();
        }
        Integer port = PORT_NUMBER.read(new Node.Scalar(word, false, location), "port", problems);
        return port == null ? List.of() : List.of(port);
    }

    private @Nullable VerbRules rules(Section section) {
        return section.has(ProfileKeys.PORT_REQUIRE)
                ? ProfileKeys.rules(section, ProfileKeys.PORT_REQUIRE, problems)
                : null;
    }
}
