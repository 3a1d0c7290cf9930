package io.ehloscope.inventory;

import static io.ehloscope.inventory.InventoryKeys.*;

import io.ehloscope.catalogue.ProfileNames;
import io.ehloscope.yaml.Location;
import io.ehloscope.yaml.Node;
import io.ehloscope.yaml.Problems;
import io.ehloscope.yaml.Section;
import io.ehloscope.yaml.ValueType;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the entries of an inventory that name lists of hosts in other files. */
final class HostListReader {

    private final @Nullable Path folder;
    private final ProfileNames profiles;
    private final SettingsReader settings;
    private final Problems problems;

    /** Reads lists of an inventory in this folder; null for the working directory. */
    HostListReader(@Nullable Path folder, ProfileNames profiles, SettingsReader settings, Problems problems) {
        this.folder = folder;
        this.profiles = profiles;
        this.settings = settings;
        this.problems = problems;
    }

    /** The servers of {@code file:NAME}. */
    List<ServerEntry> ofText(Node.Scalar text, InheritedSettings level) {
        String name = text.text().substring(ServerReader.FILE.length());
        if (name.isBlank()) {
            problems.add(text.location(), "\"file:\" names no file", "like file:dc2.csv");
            return List.of();
        }
        List<ServerEntry> entries = new ArrayList<>();
        for (Path path : paths(name, text.text(), text.location())) {
            entries.addAll(entries(ListedHosts.of(path), level));
        }
        return entries;
    }

    /** The servers of {@code file: NAME} or {@code file: {path: NAME, …}}, with settings beside it. */
    List<ServerEntry> ofMapping(Section section, InheritedSettings outer) {
        InheritedSettings level = settings.read(section, outer.withLabels(section.get(LABELS, Map.of())));
        Node list = section.get(LIST);
        if (list instanceof Node.Scalar name && !name.isNull()) {
            return ofText(new Node.Scalar(ServerReader.FILE + name.text(), false, name.location()), level);
        }
        Node.Mapping mapping = list == null ? null : ValueType.mapping().read(list, LIST.name(), problems);
        if (mapping == null) {
            return List.of();
        }
        Section own = IN_LIST.read(mapping, problems);
        String name = own.get(PATH);
        List<Path> paths = name == null ? List.of() : paths(name, ServerReader.FILE + name, own.location(PATH));
        Map<String, Node.Scalar> columns = columns(own);
        ListedHosts.OtherColumns others = own.get(OTHER_COLUMNS, ListedHosts.OtherColumns.IGNORE);
        Character delimiter = own.get(DELIMITER);
        List<ServerEntry> entries = new ArrayList<>();
        if (columns != null) {
            for (Path path : paths) {
                entries.addAll(entries(new ListedHosts(path, delimiter, columns, others), level));
            }
        }
        return entries;
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

    /** The files of a name, which can be a pattern; none if there is no such file. */
    private List<Path> paths(String name, String shown, Location location) {
        try {
            Path path = folder == null ? Path.of(name) : folder.resolve(name);
            if (isPattern(name)) {
                return matching(path, shown, location);
            }
            if (Files.isRegularFile(path)) {
                return List.of(path);
            }
            String what = Files.exists(path) ? "this is not a regular file" : "there is no such file";
            problems.add(location, ValueType.quoted(shown) + ": " + what + ": " + path);
        } catch (InvalidPathException e) {
            problems.add(location, ValueType.quoted(name) + " is not a valid file name: " + e.getReason());
        }
        return List.of();
    }

    private List<ServerEntry> entries(ListedHosts listed, InheritedSettings level) {
        Problems ofFile = new Problems(listed.path().toString());
        List<ServerEntry> entries = HostList.read(listed, level, profiles, ofFile);
        problems.addAll(ofFile);
        return entries;
    }

    private static boolean isPattern(String name) {
        return name.indexOf('*') >= 0 || name.indexOf('?') >= 0;
    }

    /** The regular files whose name matches the last part of a path, sorted; none is a problem. */
    private List<Path> matching(Path pattern, String shown, Location location) {
        Path parent = pattern.getParent();
        Path in = parent == null ? Path.of("") : parent;
        if (isPattern(in.toString())) {
            problems.add(
                    location,
                    ValueType.quoted(shown) + ": a wildcard is in the name of a folder",
                    "write * and ? only after the last slash");
            return List.of();
        }
        List<Path> all = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(
                in, String.valueOf(pattern.getFileName()).replaceAll("[\\[\\]{}\\\\]", "\\\\$0"))) {
            files.forEach(all::add);
        } catch (IOException | DirectoryIteratorException e) {
            problems.add(location, ValueType.quoted(shown) + ": the folder is not readable: " + in);
            return List.of();
        }
        all.removeIf(each -> !Files.isRegularFile(each));
        all.sort(Comparator.naturalOrder());
        if (all.isEmpty()) {
            problems.add(
                    location,
                    ValueType.quoted(shown) + " matches no file in "
                            + (parent == null ? "the working directory" : parent));
        }
        return all;
    }
}
