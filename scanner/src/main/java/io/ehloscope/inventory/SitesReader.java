package io.ehloscope.inventory;

import static io.ehloscope.inventory.InventoryKeys.*;

import io.ehloscope.yaml.Location;
import io.ehloscope.yaml.Node;
import io.ehloscope.yaml.Problems;
import io.ehloscope.yaml.Section;
import io.ehloscope.yaml.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the sites of an inventory with all their servers. */
final class SitesReader {

    private final InheritedSettings defaults;
    private final SettingsReader settings;
    private final ServerReader servers;
    private final Problems problems;
    private final DuplicateCheck duplicates;
    private final Map<String, Location> names = new HashMap<>();

    SitesReader(InheritedSettings defaults, SettingsReader settings, ServerReader servers, Problems problems) {
        this.defaults = defaults;
        this.settings = settings;
        this.servers = servers;
        this.problems = problems;
        this.duplicates = new DuplicateCheck(problems);
    }

    List<Site> read(List<Node> nodes, Location location) {
        List<Site> sites = new ArrayList<>();
        boolean allEmpty = true;
        for (Node node : nodes) {
            Node.Mapping mapping = ValueType.mapping().read(node, "a site", problems);
            Site site = mapping == null ? null : site(SITE.read(mapping, problems));
            if (site != null) {
                sites.add(site);
            }
            allEmpty &= mapping != null
                    && mapping.get(SERVERS.name()) instanceof Node.Sequence list
                    && list.items().isEmpty();
        }
        if (allEmpty) {
            problems.add(
                    location, nodes.isEmpty() ? "there is no site" : "no site has a server", "add a server to scan");
        }
        return sites;
    }

    private @Nullable Site site(Section section) {
        String name = section.get(SITE_NAME);
        if (name != null) {
            Location first = names.putIfAbsent(name, section.location(SITE_NAME));
            if (first != null) {
                problems.add(
                        section.location(SITE_NAME),
                        "site " + ValueType.quoted(name) + " is listed twice; first in line " + first.line(),
                        "merge the servers, or use another name");
            }
        }
        InheritedSettings level = settings.read(section, defaults.withLabels(section.get(LABELS, Map.of())));
        List<ServerEntry> entries = new ArrayList<>();
        for (Node node : section.get(SERVERS, List.of())) {
            entries.addAll(servers.read(node, level));
        }
        entries.forEach(duplicates::add);
        return name == null ? null : new Site(name, entries);
    }
}
