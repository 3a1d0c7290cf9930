package io.ehloscope.inventory;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.ehloscope.catalogue.ProfileNames;
import io.ehloscope.yaml.FileText;
import io.ehloscope.yaml.Location;
import io.ehloscope.yaml.Node;
import io.ehloscope.yaml.Problems;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a list of hosts that an inventory names: CSV, one {@code host[,port[,profile]]} for each line. An inventory can
 * name any file that the scanner can read, so problems show the text of a line only if it looks like a host.
 */
final class HostList {

    private static final List<String> HEADER = List.of("host", "port", "profile");

    private final ProfileNames profiles;
    private final Problems problems;
    private final Problems ofHosts;
    private final Problems ofOthers;
    private final InheritedSettings level;
    private final List<ServerEntry> entries = new ArrayList<>();

    private HostList(ProfileNames profiles, InheritedSettings level, Problems problems) {
        this.profiles = profiles;
        this.level = level;
        this.problems = problems;
        this.ofHosts = new Problems(problems.file(), ListedText::quoted);
        this.ofOthers = new Problems(problems.file(), ListedText::withheld);
    }

    /**
     * Reads a list.
     *
     * @param path the file
     * @param level the settings that apply by default
     * @param profiles the profiles that a row can name
     * @param problems collects the problems of this file
     */
    static List<ServerEntry> read(Path path, InheritedSettings level, ProfileNames profiles, Problems problems) {
        String text = FileText.read(path, problems);
        if (text == null) {
            return List.of();
        }
        HostList list = new HostList(profiles, level, problems);
        list.rows(text);
        problems.addAll(list.ofHosts);
        problems.addAll(list.ofOthers);
        if (list.entries.isEmpty() && problems.isEmpty()) {
            problems.add(null, "this list of hosts is empty");
        }
        return list.entries;
    }

    private void rows(String text) {
        long line = 1;
        try (CsvReader<CsvRecord> rows = CsvReader.builder()
                .commentStrategy(CommentStrategy.SKIP)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(text)) {
            boolean first = true;
            for (CsvRecord row : rows) {
                line = row.getStartingLineNumber();
                if (!(first && isHeader(row))) {
                    row(row);
                }
                first = false;
            }
        } catch (CsvParseException e) {
            problems.add(new Location((int) line, 1), "invalid CSV in this line or below: " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException("a text cannot fail to be read", e);
        }
    }

    private static boolean isHeader(CsvRecord row) {
        List<String> fields = row.getFields().stream().map(String::strip).toList();
        return fields.equals(HEADER.subList(0, Math.min(fields.size(), HEADER.size())));
    }

    private void row(CsvRecord row) {
        row(row, ListedText.isLikeHost(field(row, 0)) ? ofHosts : ofOthers);
    }

    private void row(CsvRecord row, Problems found) {
        if (row.getFieldCount() > HEADER.size()) {
            found.add(location(row, HEADER.size()), "one field too many", "a line is host[,port[,profile]]");
        }
        InheritedSettings own = level;
        Integer port = port(row, found);
        if (port != null) {
            own = own.withPort(port);
        }
        String profile = field(row, 2);
        if (!profile.isEmpty()) {
            profiles.refuseUnknown(profile, location(row, 2), found);
            own = own.withProfile(profile);
        }
        ServerEntry entry = entry(row, own, port != null, found);
        if (entry != null) {
            entries.add(entry);
        }
    }

    private @Nullable ServerEntry entry(CsvRecord row, InheritedSettings own, boolean hasPort, Problems found) {
        String host = field(row, 0);
        Location location = location(row, 0);
        if (host.indexOf(';') >= 0) {
            found.add(location, found.quoted(host) + " contains a semicolon", "separate fields with commas");
            return null;
        }
        if (host.startsWith(ServerReader.FILE)) {
            found.add(location, "a list of hosts cannot name another list", "name both in the inventory");
            return null;
        }
        return ServerReader.entry(new Node.Scalar(host, false, location), own, hasPort, found);
    }

    private @Nullable Integer port(CsvRecord row, Problems found) {
        String port = field(row, 1);
        return port.isEmpty()
                ? null
                : InventoryKeys.PORT.form().read(new Node.Scalar(port, false, location(row, 1)), "port", found);
    }

    private static String field(CsvRecord row, int index) {
        return index < row.getFieldCount() ? row.getField(index).strip() : "";
    }

    /** The location of a field; exact unless earlier fields are quoted. */
    private static Location location(CsvRecord row, int index) {
        int column = 1;
        for (int i = 0; i < index; i++) {
            column += row.getField(i).length() + 1;
        }
        String field = row.getField(index);
        return new Location(
                (int) row.getStartingLineNumber(),
                column + field.length() - field.stripLeading().length());
    }
}
