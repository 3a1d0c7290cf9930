package io.ehloscope.inventory;

import static io.ehloscope.inventory.InventoryKeys.*;

import io.ehloscope.catalogue.ProfileNames;
import io.ehloscope.yaml.Node;
import io.ehloscope.yaml.Problems;
import io.ehloscope.yaml.Section;
import io.ehloscope.yaml.ValueType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the server entries of a site: text, or mappings. */
final class ServerReader {

    /** The prefix of an entry that names a list of hosts. */
    static final String FILE = "file:";

    private final HostListReader lists;
    private final SettingsReader settings;
    private final Problems problems;

    /** Reads entries of an inventory in this folder; null for the working directory. */
    ServerReader(@Nullable Path folder, ProfileNames profiles, SettingsReader settings, Problems problems) {
        this.lists = new HostListReader(folder, profiles, settings, problems);
        this.settings = settings;
        this.problems = problems;
    }

    /** Reads an entry: none if it is invalid, and any number if it names a list of hosts. */
    List<ServerEntry> read(Node node, InheritedSettings level) {
        if (node instanceof Node.Mapping mapping) {
            return ofMapping(mapping, level);
        }
        if (node instanceof Node.Scalar scalar && !scalar.isNull()) {
            return ofText(scalar, level, false);
        }
        if (problems.isRefused(node.location())) {
            return List.of();
        }
        boolean list = node instanceof Node.Sequence;
        problems.add(
                node.location(),
                "a server is " + node.kind(),
                list ? "quote a value that begins with [, like \"[2001:db8::1]:25\"" : "expected: a host");
        return List.of();
    }

    private List<ServerEntry> ofMapping(Node.Mapping mapping, InheritedSettings level) {
        if (isSplitAtColon(mapping)) {
            return List.of();
        }
        if (mapping.get(LIST.name()) != null) {
            return lists.ofMapping(LISTED.read(mapping, problems), level);
        }
        Section section = SERVER.read(mapping, problems);
        InheritedSettings own = settings.read(section, level.withLabels(section.get(LABELS, Map.of())));
        String host = section.get(HOST);
        if (host == null) {
            return List.of();
        }
        return ofText(new Node.Scalar(host, false, section.location(HOST)), own, section.has(PORT));
    }

    /** Whether YAML split a server at its colon: a colon followed by a space or the end of the line makes a mapping. */
    private boolean isSplitAtColon(Node.Mapping mapping) {
        if (mapping.entries().size() != 1) {
            return false;
        }
        Node.Entry only = mapping.entries().get(0);
        boolean host = only.key().indexOf('.') >= 0 || only.key().equals("mx");
        if (host) {
            problems.add(
                    only.keyLocation(),
                    ValueType.quoted(only.key() + ":") + " ends here, or a space follows it",
                    "write a server as one word");
        }
        return host;
    }

    private List<ServerEntry> ofText(Node.Scalar text, InheritedSettings level, boolean hasPort) {
        if (text.text().startsWith(FILE)) {
            return lists.ofText(text, level);
        }
        ServerEntry entry = entry(text, level, hasPort, problems);
        return entry == null ? List.of() : List.of(entry);
    }

    /** Reads an entry that does not name a list; null if it is invalid. */
    static @Nullable ServerEntry entry(Node.Scalar text, InheritedSettings level, boolean hasPort, Problems problems) {
        HostPatternReader.Named named = HostPatternReader.read(text.text(), text.location(), problems);
        if (named == null) {
            return null;
        }
        if (hasPort && named.port() != null) {
            problems.add(
                    text.location(),
                    problems.quoted(text.text()) + " has a port, and port is set as well",
                    "set it once");
        }
        int port = named.port() == null ? level.port() : named.port();
        return new ServerEntry(
                named.hosts(), port, level.labels(), level.settings(), null, problems.file(), text.location());
    }
}
