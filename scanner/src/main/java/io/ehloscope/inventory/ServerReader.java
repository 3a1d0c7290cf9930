package io.ehloscope.inventory;

import static io.ehloscope.inventory.InventoryKeys.*;

import io.ehloscope.catalogue.ProfileNames;
import io.ehloscope.yaml.Node;
import io.ehloscope.yaml.Problems;
import io.ehloscope.yaml.Section;
import io.ehloscope.yaml.ValueType;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the server entries of a site: text, or mappings. */
final class ServerReader {

    /** The prefix of an entry that names a list of hosts. */
    static final String FILE = "file:";

    private final @Nullable Path folder;
    private final ProfileNames profiles;
    private final SettingsReader settings;
    private final Problems problems;

    /** Reads entries of an inventory in this folder; null for the working directory. */
    ServerReader(@Nullable Path folder, ProfileNames profiles, SettingsReader settings, Problems problems) {
        this.folder = folder;
        this.profiles = profiles;
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
        boolean host = only.key().indexOf('.') >= 0
                || only.key().equals("file")
                || only.key().equals("mx");
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
            return ofList(text, level);
        }
        ServerEntry entry = entry(text, level, hasPort, problems);
        return entry == null ? List.of() : List.of(entry);
    }

    private List<ServerEntry> ofList(Node.Scalar text, InheritedSettings level) {
        String name = text.text().substring(FILE.length());
        if (name.isBlank()) {
            problems.add(text.location(), "\"file:\" names no file", "like file:dc2.csv");
            return List.of();
        }
        try {
            Path path = folder == null ? Path.of(name) : folder.resolve(name);
            if (!Files.isRegularFile(path)) {
                String what = Files.exists(path) ? "this is not a regular file" : "there is no such file";
                problems.add(text.location(), ValueType.quoted(text.text()) + ": " + what + ": " + path);
                return List.of();
            }
            Problems ofFile = new Problems(path.toString());
            List<ServerEntry> entries = HostList.read(path, level, profiles, ofFile);
            problems.addAll(ofFile);
            return entries;
        } catch (InvalidPathException e) {
            problems.add(text.location(), ValueType.quoted(name) + " is not a valid file name: " + e.getReason());
            return List.of();
        }
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
        return new ServerEntry(named.hosts(), port, level.labels(), level.settings(), problems.file(), text.location());
    }
}
