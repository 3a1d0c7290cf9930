package io.ehloscope.inventory;

import static io.ehloscope.inventory.InventoryKeys.*;

import io.ehloscope.catalogue.ProfileNames;
import io.ehloscope.catalogue.ProfileReader;
import io.ehloscope.classify.Profile;
import io.ehloscope.plan.Exclusions;
import io.ehloscope.yaml.ConfigException;
import io.ehloscope.yaml.FileText;
import io.ehloscope.yaml.Node;
import io.ehloscope.yaml.Problems;
import io.ehloscope.yaml.Section;
import io.ehloscope.yaml.ValueType;
import io.ehloscope.yaml.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads inventories, and reports all problems of an inventory at once, in one {@link ConfigException}. */
public final class InventoryReader {

    private final Map<String, Profile> known;
    private final Supplier<String> thisMachine;

    /**
     * Creates a reader.
     *
     * @param known the profiles that ship with the program, by name
     * @param thisMachine supplies this machine's full name; called only if an inventory does not set {@code ehlo_name}
     */
    public InventoryReader(Map<String, Profile> known, Supplier<String> thisMachine) {
        this.known = Map.copyOf(known);
        this.thisMachine = thisMachine;
    }

    /**
     * Reads a file. The lists of hosts and the CA file that it names are relative to its folder.
     *
     * @throws ConfigException with all problems, such as a missing file
     */
    public Inventory read(Path file) {
        Problems problems = new Problems(file.toString());
        return read(FileText.read(file, problems), file.getParent(), problems);
    }

    /**
     * Reads a stream, such as standard input. The lists of hosts and the CA file that it names are relative to the
     * working directory.
     *
     * @param source the name of the stream in messages
     * @param in the text in UTF-8; not closed
     * @throws ConfigException with all problems
     */
    public Inventory read(String source, InputStream in) {
        Problems problems = new Problems(source);
        String text = null;
        try {
            text = FileText.read(in, problems);
        } catch (IOException e) {
            problems.add(null, "this is not readable: " + e.getMessage());
        }
        return read(text, null, problems);
    }

    /** Reads an inventory that is a value already. The files that it names are relative to the working directory. */
    Inventory read(Node.Mapping root, Problems problems) {
        Inventory inventory = inventory("", root, null, problems);
        if (problems.isEmpty()) {
            return inventory;
        }
        throw new ConfigException(problems);
    }

    private Inventory read(@Nullable String text, @Nullable Path folder, Problems problems) {
        Node root = text == null ? null : YamlReader.read(text, problems);
        if (text != null && root instanceof Node.Mapping mapping) {
            Inventory inventory = inventory(text, mapping, folder, problems);
            if (problems.isEmpty()) {
                return inventory;
            }
        } else if (root != null && !problems.isRefused(root.location())) {
            problems.add(root.location(), "an inventory is " + root.kind(), "it begins with version: 1");
        }
        throw new ConfigException(problems);
    }

    private Inventory inventory(String text, Node.Mapping root, @Nullable Path folder, Problems problems) {
        Section section = INVENTORY.read(root, problems);
        section.get(VERSION);
        Map<String, Profile> profiles = new LinkedHashMap<>(known);
        Node.Mapping own = section.get(PROFILES);
        if (own != null) {
            ProfileReader.read(own, known, problems).forEach(profiles::putIfAbsent);
        }
        LimitsReader limits = new LimitsReader(problems);
        List<Node> nodes = section.get(SITES);
        SitesReader sites = sites(section, folder, ProfileNames.of(profiles.keySet()), problems);
        return new Inventory(
                problems.file(),
                text,
                ehloName(section, problems),
                limits.limits(section.get(LIMITS)),
                limits.schedule(section.get(SCHEDULE)),
                limits.perTarget(section.get(METRICS)),
                limits.dnsServers(section.get(NAME_SERVICE)),
                new TrustReader(folder, problems).read(section.get(TLS_CONFIG)),
                Exclusions.of(section.get(EXCLUDE, List.of())),
                profiles,
                nodes == null ? List.of() : sites.read(nodes, section.location(SITES)),
                sites.sources());
    }

    private static SitesReader sites(Section section, @Nullable Path folder, ProfileNames profiles, Problems problems) {
        SettingsReader settings = new SettingsReader(profiles, problems);
        Node.Mapping defaults = section.get(DEFAULTS);
        InheritedSettings level = defaults == null
                ? InheritedSettings.DEFAULT
                : settings.read(IN_DEFAULTS.read(defaults, problems), InheritedSettings.DEFAULT);
        ServerReader servers = new ServerReader(folder, profiles, settings, problems);
        SourceReader definitions = new SourceReader(folder, problems);
        return new SitesReader(level, settings, servers, definitions, profiles, problems);
    }

    private String ehloName(Section section, Problems problems) {
        if (section.has(EHLO_NAME)) {
            return section.get(EHLO_NAME, "");
        }
        String name = thisMachine.get();
        if (!EhloName.isValid(name)) {
            problems.add(
                    null,
                    "ehlo_name is not set, and this machine's name, " + ValueType.quoted(name)
                            + ", is not usable in EHLO",
                    "set ehlo_name");
        }
        return name;
    }
}
