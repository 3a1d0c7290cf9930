package io.ehloscope.inventory;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which column of a list of hosts is which field.
 *
 * @param fields the number of the column of each field, from 0
 * @param labels the number of the column of each label, from 0
 * @param hasHeader whether the first row names the columns
 * @param width the largest number of fields of a row
 */
record HostColumns(Map<Field, Integer> fields, Map<String, Integer> labels, boolean hasHeader, int width) {

    /** What a column can be, except a label. */
    enum Field {
        /** The host, as the inventory writes it. */
        HOST(
                "host fqdn dnshostname dnsname hostname servername mailserver server computername name ipaddress ipv4address"
                        + " primaryip address ip"),
        /** The port. */
        PORT("port"),
        /** The profile. */
        PROFILE("profile"),
        /** The site; the last part of a path such as {@code example.com/Configuration/Sites/Paris}. */
        SITE("site"),
        /** Labels, such as {@code role=edge country=de}. */
        LABELS("labels"),
        /** Exempt verbs. */
        EXEMPT("exempt");

        /** The usual headers as {@link #plain} writes them, the most exact one first. */
        private final String headers;

        Field(String headers) {
            this.headers = headers;
        }

        /** The name in an inventory. */
        String label() {
            return headers().get(0);
        }

        private List<String> headers() {
            return List.of(headers.split(" ", -1));
        }

        /** The field of this name; null if there is none. */
        static @Nullable Field of(String name) {
            for (Field each : values()) {
                if (each.label().equals(name)) {
                    return each;
                }
            }
            return null;
        }
    }

    /** The columns of a list without a header. */
    static final HostColumns POSITIONS =
            new HostColumns(Map.of(Field.HOST, 0, Field.PORT, 1, Field.PROFILE, 2), Map.of(), false, 3);

    private static final List<String> ORDER = List.of("host", "port", "profile");

    /** Copies the maps; labels keep their order. */
    HostColumns {
        fields = Map.copyOf(fields);
        labels = new LinkedHashMap<>(labels);
    }

    /** The number of the column of a field; -1 if there is none. */
    int of(Field field) {
        return fields.getOrDefault(field, -1);
    }

    /** The columns that these headers name. */
    static HostColumns named(Map<Field, Integer> fields, Map<String, Integer> labels) {
        return new HostColumns(fields, labels, true, Integer.MAX_VALUE);
    }

    /**
     * The columns by the usual headers; without a host if no header is usual for hosts. A header that is the beginning
     * of {@code host,port,profile} stands for all three.
     */
    static HostColumns usual(CsvRecord header) {
        List<String> texts = header.getFields().stream()
                .map(HostColumns::plain)
                .map(String::strip)
                .toList();
        if (texts.size() <= ORDER.size() && texts.equals(ORDER.subList(0, texts.size()))) {
            return new HostColumns(POSITIONS.fields, Map.of(), true, ORDER.size());
        }
        Map<String, Integer> columns = numbers(header);
        Map<Field, Integer> fields = new HashMap<>();
        for (Field field : Field.values()) {
            for (String usual : field.headers()) {
                Integer number = columns.get(usual);
                if (number != null) {
                    fields.putIfAbsent(field, number);
                }
            }
        }
        return named(fields, Map.of());
    }

    /** These columns, with each column that is no field as a label; a header that cannot be a label is left out. */
    HostColumns withOtherLabels(CsvRecord header) {
        Map<String, Integer> all = new LinkedHashMap<>(labels);
        for (int i = 0; i < header.getFieldCount(); i++) {
            String name =
                    CsvText.field(header, i).replaceAll("[^A-Za-z0-9_]+", "_").toLowerCase(Locale.ROOT);
            boolean isKnown = fields.containsValue(i) || labels.containsValue(i);
            if (!isKnown && LabelForm.flaw(name) == null) {
                all.putIfAbsent(name, i);
            }
        }
        return named(fields, all);
    }

    /** The number of each column by its plain header; the first one if several have the same. */
    static Map<String, Integer> numbers(CsvRecord header) {
        Map<String, Integer> columns = new HashMap<>();
        for (int i = 0; i < header.getFieldCount(); i++) {
            columns.putIfAbsent(plain(CsvText.field(header, i)), i);
        }
        return columns;
    }

    /** A header without case, blanks, hyphens and underscores. */
    static String plain(String header) {
        return header.toLowerCase(Locale.ROOT).replaceAll("[ _-]", "");
    }

    /** The headers that can be shown: single words, which a file of secrets does not have in its first line. */
    static Set<String> shown(CsvRecord header) {
        List<String> words = new ArrayList<>();
        for (String each : header.getFields()) {
            if (ListedText.isWord(each.strip())) {
                words.add(each.strip());
            }
        }
        return Set.copyOf(words);
    }
}
