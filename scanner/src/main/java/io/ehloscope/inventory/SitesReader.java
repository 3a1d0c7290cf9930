package io.ehloscope.inventory;

import static io.ehloscope.inventory.InventoryKeys.*;

import io.ehloscope.catalogue.ProfileNames;
import io.ehloscope.plan.Exclusions;
import io.ehloscope.yaml.Location;
import io.ehloscope.yaml.Node;
import io.ehloscope.yaml.Problems;
import io.ehloscope.yaml.Section;
import io.ehloscope.yaml.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
    /** The entries that name a site themselves, by that site. */
    private final Map<String, List<ServerEntry>> elsewhere = new LinkedHashMap<>();

    private final SourceReader definitions;
    private final ProfileNames profiles;
    private final List<ListedSource> sources = new ArrayList<>();

    SitesReader(
            InheritedSettings defaults,
            SettingsReader settings,
            ServerReader servers,
            SourceReader definitions,
            ProfileNames profiles,
            Problems problems) {
        this.defaults = defaults;
        this.definitions = definitions;
        this.profiles = profiles;
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
        return complete(sites);
    }

    /** The sites with the entries that name them elsewhere; sites that only such entries name follow. */
    private List<Site> complete(List<Site> listed) {
        List<Site> all = new ArrayList<>();
        for (Site each : listed) {
            List<ServerEntry> more = elsewhere.remove(each.name());
            all.add(more == null ? each : each.with(more));
        }
        elsewhere.forEach((name, entries) -> all.add(new Site(name, entries, Exclusions.NONE)));
        return all;
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
            if (node instanceof Node.Mapping mapping && SourceReader.isSource(mapping)) {
                source(SOURCE.read(mapping, problems), level, name);
            } else {
                entries.addAll(servers.read(node, level));
            }
        }
        entries.forEach(duplicates::add);
        List<ServerEntry> here = new ArrayList<>(entries.size());
        for (ServerEntry entry : entries) {
            String other = entry.site();
            boolean isHere = other == null || other.equals(name);
            (isHere ? here : elsewhere.computeIfAbsent(other, any -> new ArrayList<>())).add(entry);
        }
        return name == null ? null : new Site(name, here, Exclusions.of(section.get(EXCLUDE, List.of())));
    }

    private void source(Section section, InheritedSettings outer, @Nullable String site) {
        InheritedSettings level = settings.read(section, outer.withLabels(section.get(LABELS, Map.of())));
        SourceSpec spec = definitions.read(section);
        if (spec != null && site != null) {
            sources.add(new ListedSource(spec, site, level, profiles));
        }
    }

    /** The sources of all sites that were read. */
    List<ListedSource> sources() {
        return List.copyOf(sources);
    }
}
