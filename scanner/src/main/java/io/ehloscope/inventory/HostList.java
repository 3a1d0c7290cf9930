package io.ehloscope.inventory;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.ehloscope.catalogue.ExemptionKeys;
import io.ehloscope.catalogue.ProfileNames;
import io.ehloscope.classify.Exemption;
import io.ehloscope.inventory.HostColumns.Field;
import io.ehloscope.yaml.FileText;
import io.ehloscope.yaml.Location;
import io.ehloscope.yaml.Node;
import io.ehloscope.yaml.Problems;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a list of hosts that an inventory names: CSV with a header, or one {@code host[,port[,profile]]} for each line.
 * An inventory can name any file that the scanner can read, so problems show the text of a line only if it looks like a
 * host.
 */
final class HostList {

    /** Between the verbs or labels of one field. */
    private static final Pattern SEPARATORS = Pattern.compile("[\\s,;]+");

    private final ListedHosts listed;
    private final ProfileNames profiles;
    private final Problems problems;
    private final Problems ofHosts;
    private final Problems ofOthers;
    private final InheritedSettings level;
    private final CsvText text;
    private final List<ServerEntry> entries = new ArrayList<>();

    private HostList(
            ListedHosts listed, CsvText text, ProfileNames profiles, InheritedSettings level, Problems problems) {
        this.listed = listed;
        this.text = text;
        this.profiles = profiles;
        this.level = level;
        this.problems = problems;
        this.ofHosts = new Problems(problems.file(), ListedText::quoted);
        this.ofOthers = new Problems(problems.file(), ListedText::withheld);
    }

    /**
     * Reads a list.
     *
     * @param listed the file, and what the inventory says of it
     * @param level the settings that apply by default
     * @param profiles the profiles that a row can name
     * @param problems collects the problems of this file
     */
    static List<ServerEntry> read(
            ListedHosts listed, InheritedSettings level, ProfileNames profiles, Problems problems) {
        String text = FileText.read(listed.path(), problems);
        if (text == null) {
            return List.of();
        }
        Character given = listed.delimiter();
        CsvText csv = new CsvText(text, given == null ? CsvText.delimiterOf(text) : given);
        HostList list = new HostList(listed, csv, profiles, level, problems);
        list.rows();
        problems.addAll(list.ofHosts);
        problems.addAll(list.ofOthers);
        if (list.entries.isEmpty() && problems.isEmpty()) {
            problems.add(null, "this list of hosts is empty");
        }
        return list.entries;
    }

    private void rows() {
        long line = 1;
        try (CsvReader<CsvRecord> rows = text.rows()) {
            HostColumns columns = null;
            CsvRecord first = null;
            boolean isOnlyName = false;
            for (CsvRecord row : rows) {
                line = row.getStartingLineNumber();
                if (columns != null) {
                    row(row, columns);
                    isOnlyName &= CsvText.field(row, 0).indexOf('.') > 0;
                    continue;
                }
                first = row;
                columns = columns(row);
                if (columns == null) {
                    return;
                }
                if (!columns.hasHeader()) {
                    isOnlyName = isOneWord(row);
                    row(row, columns);
                }
            }
            if (isOnlyName && first != null && entries.size() > 1) {
                rejectDoubtfulHeader(first);
            }
        } catch (CsvParseException e) {
            problems.add(new Location((int) line, 1), "invalid CSV in this line or below: " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException("a text cannot fail to be read", e);
        }
    }

    /** The columns that the first row names, or those of a list without a header; null if a named column is missing. */
    private @Nullable HostColumns columns(CsvRecord first) {
        HostColumns usual = HostColumns.usual(first);
        if (!listed.columns().isEmpty()) {
            HostColumns named = named(first, usual);
            return named == null ? null : complete(named, first);
        }
        boolean isHeader = usual.of(Field.HOST) >= 0
                && first.getFields().stream().noneMatch(each -> ListedText.isLikeHost(each.strip()));
        return isHeader ? complete(usual, first) : HostColumns.POSITIONS;
    }

    private HostColumns complete(HostColumns columns, CsvRecord header) {
        return listed.otherColumns() == ListedHosts.OtherColumns.LABEL ? columns.withOtherLabels(header) : columns;
    }

    /** The columns as the inventory names them; the usual headers apply to fields that it does not name. */
    private @Nullable HostColumns named(CsvRecord header, HostColumns usual) {
        Map<String, Integer> numbers = HostColumns.numbers(header);
        Map<Field, Integer> fields = new LinkedHashMap<>(usual.fields());
        Map<String, Integer> labels = new LinkedHashMap<>();
        boolean isComplete = true;
        for (Map.Entry<String, Node.Scalar> each : listed.columns().entrySet()) {
            String wanted = each.getValue().text();
            Integer number = numbers.get(HostColumns.plain(wanted));
            Field field = Field.of(each.getKey());
            if (number == null) {
                ofHosts.unknown(text.location(header, 0), "column", wanted, HostColumns.shown(header));
                isComplete = false;
            } else if (field == null) {
                labels.put(each.getKey(), number);
            } else {
                fields.put(field, number);
            }
        }
        if (isComplete && !fields.containsKey(Field.HOST)) {
            ofHosts.add(
                    text.location(header, 0),
                    "no column of this header is known to name a host",
                    "name it under columns, like columns: {host: Fqdn}");
            return null;
        }
        return isComplete ? HostColumns.named(fields, labels) : null;
    }

    /** Whether the first field of a row can be a header as well as a host. */
    private static boolean isOneWord(CsvRecord row) {
        String field = CsvText.field(row, 0);
        return !field.isEmpty() && field.chars().allMatch(Character::isLetter);
    }

    private void rejectDoubtfulHeader(CsvRecord first) {
        String word = CsvText.field(first, 0);
        ofHosts.add(
                text.location(first, 0),
                ofHosts.quoted(word) + " looks like a header, because every other host has a domain",
                "if it is one, set columns: {host: " + (ListedText.isWord(word) ? word : "…")
                        + "}; otherwise write the host with its domain");
    }

    private void row(CsvRecord row, HostColumns columns) {
        String host = CsvText.field(row, columns.of(Field.HOST));
        row(row, columns, ListedText.isLikeHost(host) ? ofHosts : ofOthers);
    }

    private void row(CsvRecord row, HostColumns columns, Problems found) {
        if (row.getFieldCount() > columns.width()) {
            found.add(
                    text.location(row, columns.width()),
                    "one field too many",
                    "a line is host[,port[,profile]], unless a header names more columns");
        }
        InheritedSettings own = level.withLabels(labels(row, columns, found));
        Integer port = port(row, columns, found);
        if (port != null) {
            own = own.withPort(port);
        }
        String profile = CsvText.field(row, columns.of(Field.PROFILE));
        if (!profile.isEmpty()) {
            profiles.refuseUnknown(profile, text.location(row, columns.of(Field.PROFILE)), found);
            own = own.withProfile(profile);
        }
        List<Exemption> exempt = exempt(row, columns, found);
        if (!exempt.isEmpty()) {
            own = own.withExempt(exempt);
        }
        ServerEntry entry = entry(row, columns, own, port != null, found);
        if (entry != null) {
            String site = site(row, columns, found);
            entries.add(site == null ? entry : entry.inSite(site));
        }
    }

    private @Nullable ServerEntry entry(
            CsvRecord row, HostColumns columns, InheritedSettings own, boolean hasPort, Problems found) {
        int column = columns.of(Field.HOST);
        String host = CsvText.field(row, column);
        Location location = text.location(row, Math.min(column, row.getFieldCount() - 1));
        for (char other : new char[] {',', ';', '\t'}) {
            if (host.indexOf(other) >= 0) {
                String name = other == ',' ? "comma" : other == ';' ? "semicolon" : "tab";
                String suggestion = other == text.delimiter()
                        ? "quote each field of a row, not the whole row"
                        : "use one delimiter in the whole file, or set delimiter";
                found.add(location, found.quoted(host) + " contains a " + name, suggestion);
                return null;
            }
        }
        if (host.startsWith(ServerReader.FILE)) {
            found.add(location, "a list of hosts cannot name another list", "name both in the inventory");
            return null;
        }
        if (host.isEmpty() && columns.hasHeader()) {
            found.add(location, "this row names no host", "fill the column of the host, or delete the row");
            return null;
        }
        return ServerReader.entry(new Node.Scalar(host, false, location), own, hasPort, found);
    }

    private @Nullable Integer port(CsvRecord row, HostColumns columns, Problems found) {
        Node.Scalar port = scalar(row, columns, Field.PORT);
        return port == null ? null : InventoryKeys.PORT.form().read(port, "port", found);
    }

    private List<Exemption> exempt(CsvRecord row, HostColumns columns, Problems found) {
        Node.Scalar exempt = scalar(row, columns, Field.EXEMPT);
        if (exempt == null) {
            return List.of();
        }
        List<Node> verbs = new ArrayList<>();
        for (String verb : SEPARATORS.split(exempt.text(), 0)) {
            verbs.add(new Node.Scalar(verb, false, exempt.location()));
        }
        List<Exemption> read =
                ExemptionKeys.EXEMPT.form().read(new Node.Sequence(verbs, exempt.location()), "exempt", found);
        return read == null ? List.of() : read;
    }

    /** The site that a row names: the last part of a path, which exports of Exchange have. */
    private @Nullable String site(CsvRecord row, HostColumns columns, Problems found) {
        Node.Scalar site = scalar(row, columns, Field.SITE);
        if (site == null) {
            return null;
        }
        String name = site.text().substring(site.text().lastIndexOf('/') + 1).strip();
        return InventoryKeys.SITE_NAME.form().read(new Node.Scalar(name, false, site.location()), "site", found);
    }

    private Map<String, String> labels(CsvRecord row, HostColumns columns, Problems found) {
        Map<String, String> labels = new LinkedHashMap<>();
        Node.Scalar listedLabels = scalar(row, columns, Field.LABELS);
        if (listedLabels != null) {
            for (String each : SEPARATORS.split(listedLabels.text(), 0)) {
                int sign = each.indexOf('=');
                String flaw = sign < 1 ? "write name=value" : LabelForm.flaw(each.substring(0, sign));
                if (flaw != null) {
                    found.add(listedLabels.location(), found.quoted(each) + " is not a label", flaw);
                } else {
                    labels.put(each.substring(0, sign), each.substring(sign + 1));
                }
            }
        }
        columns.labels().forEach((name, column) -> {
            String value = CsvText.field(row, column);
            if (value.length() > LabelForm.MAX_VALUE_LENGTH) {
                found.add(
                        text.location(row, column),
                        "label \"" + name + "\" is longer than " + LabelForm.MAX_VALUE_LENGTH + " characters");
            } else if (!value.isEmpty()) {
                labels.put(name, value);
            }
        });
        return labels;
    }

    /** A field with its location; null if the list or the row has no such field. */
    private Node.@Nullable Scalar scalar(CsvRecord row, HostColumns columns, Field field) {
        int column = columns.of(field);
        String value = CsvText.field(row, column);
        return value.isEmpty() ? null : new Node.Scalar(value, false, text.location(row, column));
    }
}
