package io.ehloscope.inventory;

import static io.ehloscope.inventory.InventoryKeys.*;

import io.ehloscope.catalogue.ProfileNames;
import io.ehloscope.yaml.Location;
import io.ehloscope.yaml.Node;
import io.ehloscope.yaml.Problems;
import io.ehloscope.yaml.Section;
import io.ehloscope.yaml.ValueType;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
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
        if (mapping.get(LIST.name()) != null) {
            return ofListMapping(LISTED.read(mapping, problems), level);
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
        Path path = path(name, text.text(), text.location());
        return path == null ? List.of() : entries(ListedHosts.of(path), level);
    }

    private List<ServerEntry> ofListMapping(Section section, InheritedSettings outer) {
        InheritedSettings level = settings.read(section, outer.withLabels(section.get(LABELS, Map.of())));
        Node list = section.get(LIST);
        if (list instanceof Node.Scalar name && !name.isNull()) {
            return ofList(new Node.Scalar(FILE + name.text(), false, name.location()), level);
        }
        Node.Mapping mapping = list == null ? null : ValueType.mapping().read(list, LIST.name(), problems);
        if (mapping == null) {
            return List.of();
        }
        Section own = IN_LIST.read(mapping, problems);
        String name = own.get(PATH);
        Path path = name == null ? null : path(name, FILE + name, own.location(PATH));
        Map<String, Node.Scalar> columns = columns(own);
        ListedHosts.OtherColumns others = own.get(OTHER_COLUMNS, ListedHosts.OtherColumns.IGNORE);
        Character delimiter = own.get(DELIMITER);
        return path == null || columns == null
                ? List.of()
                : entries(new ListedHosts(path, delimiter, columns, others), level);
    }

    /** The headers by field or label; null if one is invalid. */
    private @Nullable Map<String, Node.Scalar> columns(Section list) {
        Node.Mapping mapping = list.get(COLUMNS);
        if (mapping == null) {
            return list.has(COLUMNS) ? null : Map.of();
        }
        Map<String, Node.Scalar> columns = new LinkedHashMap<>();
        boolean isValid = true;
        for (Node.Entry entry : mapping.entries()) {
            String flaw = HostColumns.Field.of(entry.key()) == null ? LabelForm.flaw(entry.key()) : null;
            if (flaw != null) {
                problems.add(
                        entry.keyLocation(),
                        ValueType.quoted(entry.key()) + " is neither a field nor the name of a label",
                        "fields: host, port, profile, site, labels, exempt");
            }
            String header = ValueType.text(200).read(entry.value(), "column " + entry.key(), problems);
            isValid &= flaw == null && header != null;
            if (header != null) {
                columns.put(
                        entry.key(),
                        new Node.Scalar(header, false, entry.value().location()));
            }
        }
        return isValid ? columns : null;
    }

    private @Nullable Path path(String name, String shown, Location location) {
        try {
            Path path = folder == null ? Path.of(name) : folder.resolve(name);
            if (Files.isRegularFile(path)) {
                return path;
            }
            String what = Files.exists(path) ? "this is not a regular file" : "there is no such file";
            problems.add(location, ValueType.quoted(shown) + ": " + what + ": " + path);
        } catch (InvalidPathException e) {
            problems.add(location, ValueType.quoted(name) + " is not a valid file name: " + e.getReason());
        }
        return null;
    }

    private List<ServerEntry> entries(ListedHosts listed, InheritedSettings level) {
        Problems ofFile = new Problems(listed.path().toString());
        List<ServerEntry> entries = HostList.read(listed, level, profiles, ofFile);
        problems.addAll(ofFile);
        return entries;
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
