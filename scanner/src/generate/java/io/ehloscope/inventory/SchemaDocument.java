package io.ehloscope.inventory;

import io.ehloscope.catalogue.ExemptionKeys;
import io.ehloscope.catalogue.FindingKeys;
import io.ehloscope.catalogue.PortClass;
import io.ehloscope.catalogue.ProfileKeys;
import io.ehloscope.catalogue.RequirementForm;
import io.ehloscope.classify.FindingKind;
import io.ehloscope.yaml.Key;
import io.ehloscope.yaml.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Generates the JSON Schema of inventories from the keys of the reader, and from the sentences of the reference, which
 * editors show beside a key. What a schema cannot express (duplicate targets, circles of profiles, timeouts beyond the
 * total) is left to {@code check}; the schema never rejects what the reader accepts.
 */
public final class SchemaDocument {

    /** The file that ships, from the folder {@code scanner}. */
    public static final Path FILE = Path.of("src/main/resources/io/ehloscope/schema/inventory.schema.json");

    private static final String LIST = "a list of: ";
    private static final String OR_LIST = ", or a list";
    private static final Pattern TEXT = Pattern.compile("text, at most ([0-9]+) characters");
    private static final Pattern WHOLE = Pattern.compile("whole number, (-?[0-9]+) to (-?[0-9]+)");
    private static final Pattern DECIMAL = Pattern.compile("number, ([0-9.]+) to ([0-9.]+)");
    private static final Pattern WORDS = Pattern.compile("[a-z_]+(, [a-z_]+)*");
    private static final String NAME = "^[a-z0-9][a-z0-9._-]{0,63}$";
    private static final String VERB = "^[A-Za-z0-9][A-Za-z0-9-]{0,62}(=[!-<>-~]{1,64})?$";
    private static final String DATE = "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$";
    private static final String DURATION =
            "^(?=.)([0-9]{1,9}d)?([0-9]{1,9}h)?([0-9]{1,9}m(?!s))?([0-9]{1,9}s)?([0-9]{1,9}ms)?$";

    private static final String UNTIL =
            "date, like 2027-01-31, or date and time with offset, like 2027-01-31T18:00+01:00";

    private static final String EHLO_NAME =
            "^(\\[(IPv6:)?[0-9A-Fa-f:.]+\\]|(?![0-9.]+$)[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?\\.?)$";

    /** The definitions of keys whose type is only "mapping". */
    private static final Map<Key<?>, String> MAPPINGS = Map.ofEntries(
            Map.entry(InventoryKeys.TIMEOUTS, "timeouts"),
            Map.entry(InventoryKeys.RETRY, "retry"),
            Map.entry(InventoryKeys.DEFAULTS, "defaults"),
            Map.entry(InventoryKeys.LIMITS, "limits"),
            Map.entry(InventoryKeys.SCHEDULE, "schedule"),
            Map.entry(InventoryKeys.METRICS, "metrics"),
            Map.entry(InventoryKeys.NAME_SERVICE, "dns"),
            Map.entry(InventoryKeys.TLS_CONFIG, "tls_config"),
            Map.entry(InventoryKeys.HTTP_SD, "http_sd"),
            Map.entry(InventoryKeys.PROFILES, "profiles"),
            Map.entry(InventoryKeys.COLUMNS, "columns"),
            Map.entry(ContactKeys.MAINTENANCE, "maintenance"),
            Map.entry(ProfileKeys.PORTS, "ports"),
            Map.entry(ProfileKeys.AFTER_TLS, "after_tls"));

    private final JsonMapper json = JsonMapper.builder().build();
    private final Map<String, Deque<String>> meanings = new HashMap<>();
    private final ObjectNode definitions = json.createObjectNode();

    private SchemaDocument() throws IOException {
        for (String line : Files.readAllLines(Path.of("docs/inventory.md"))) {
            String[] cells = line.split(" \\| ");
            if (cells.length >= 4) {
                meanings.computeIfAbsent(row(cells[0].replace("| ", ""), cells[1], cells[2]), row -> new ArrayDeque<>())
                        .add(plain(cells[3]));
            }
        }
    }

    /** The schema as text. */
    public static String text() throws IOException {
        SchemaDocument document = new SchemaDocument();
        return document.json.writerWithDefaultPrettyPrinter().writeValueAsString(document.root()) + "\n";
    }

    private ObjectNode root() {
        ObjectNode root = json.createObjectNode();
        root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        root.put("$id", "urn:ehloscope:inventory:1");
        root.put("title", "Ehloscope inventory");
        root.setAll(mapping(InventoryKeys.INVENTORY));
        define("defaults", InventoryKeys.IN_DEFAULTS);
        define("timeouts", InventoryKeys.IN_TIMEOUTS);
        define("retry", InventoryKeys.IN_RETRY);
        define("limits", InventoryKeys.IN_LIMITS);
        define("schedule", InventoryKeys.IN_SCHEDULE);
        define("metrics", InventoryKeys.IN_METRICS);
        define("dns", InventoryKeys.IN_NAME_SERVICE);
        define("http_sd", InventoryKeys.IN_HTTP_SD);
        define("tls_config", InventoryKeys.IN_TLS_CONFIG);
        define("site", InventoryKeys.SITE);
        define("profile", ProfileKeys.PROFILE);
        define("port", ProfileKeys.PORT);
        define("after_tls", ProfileKeys.IN_AFTER_TLS);
        definitions.set("columns", columns());
        definitions.set(
                "server", either(text(1000), mapping(InventoryKeys.SERVER), mapping(InventoryKeys.LISTED), source()));
        definitions.set("exemption", either(pattern(VERB), mapping(ExemptionKeys.EXEMPTION)));
        define("maintenance", ContactKeys.IN_MAINTENANCE);
        definitions.set("requirement", either(pattern(VERB), mapping(RequirementForm.REQUIREMENT)));
        definitions.set("findings", findings());
        definitions.set("profiles", profiles());
        definitions.set("ports", ports());
        root.set("$defs", definitions);
        return root;
    }

    private void define(String name, Schema schema) {
        definitions.set(name, mapping(schema));
    }

    private ObjectNode mapping(Schema schema) {
        ObjectNode mapping = json.createObjectNode();
        mapping.put("type", "object");
        ArrayNode required = json.createArrayNode();
        ObjectNode properties = json.createObjectNode();
        for (Key<?> key : schema.keys()) {
            properties.set(key.name(), property(key));
            if (key.byDefault() == null) {
                required.add(key.name());
            }
        }
        mapping.set("properties", properties);
        mapping.set("required", required);
        mapping.put("additionalProperties", false);
        return mapping;
    }

    private ObjectNode property(Key<?> key) {
        String type = key.form().type();
        ObjectNode value = MAPPINGS.containsKey(key) ? reference(MAPPINGS.get(key)) : value(type);
        String byDefault = key.byDefault() == null ? "must be set" : key.byDefault();
        String meaning = meaning(row(key.name(), type, byDefault));
        value.put("description", (meaning + (key.byDefault() == null ? "" : "\nDefault: " + byDefault)).strip());
        return value;
    }

    /** Where the reference has the same row for several mappings, the rows are in the order of the definitions here. */
    private String meaning(String row) {
        Deque<String> all = meanings.getOrDefault(row, new ArrayDeque<>(List.of("")));
        return all.size() > 1 ? all.remove() : all.element();
    }

    private ObjectNode value(String type) {
        Matcher text = TEXT.matcher(type);
        Matcher whole = WHOLE.matcher(type);
        Matcher decimal = DECIMAL.matcher(type);
        if (type.endsWith(OR_LIST)) {
            String item = type.substring(0, type.length() - OR_LIST.length());
            return either(value(item), value(LIST + item));
        } else if (type.startsWith(LIST)) {
            ObjectNode list = json.createObjectNode().put("type", "array");
            list.set("items", value(type.substring(LIST.length())));
            return list;
        } else if (text.matches()) {
            return text(Integer.parseInt(text.group(1)));
        } else if (whole.matches()) {
            return json.createObjectNode()
                    .put("type", "integer")
                    .put("minimum", Long.parseLong(whole.group(1)))
                    .put("maximum", Long.parseLong(whole.group(2)));
        } else if (decimal.matches()) {
            return json.createObjectNode()
                    .put("type", "number")
                    .put("minimum", Double.parseDouble(decimal.group(1)))
                    .put("maximum", Double.parseDouble(decimal.group(2)));
        } else if (type.startsWith("duration, ")) {
            return either(json.createObjectNode().put("const", 0), pattern(DURATION));
        }
        return named(type);
    }

    private ObjectNode named(String type) {
        return switch (type) {
            case "1" -> json.createObjectNode().put("const", 1);
            case "name" -> pattern(NAME);
            case "verb" -> pattern(VERB);
            case "param" ->
                either(pattern("^[!-~]{1,64}$"), json.createObjectNode().put("type", "integer"));
            case "site", "server" -> reference(type);
            case "file name, or mapping" -> either(text(1000), mapping(InventoryKeys.IN_LIST));
            case "\",\", \";\", or tab" -> oneOf(List.of(",", ";", "tab"));
            case "verb, or {verb, params, …}" -> reference("requirement");
            case "verb, or {verb, reason, until}" -> reference("exemption");
            case "mapping of findings to severities, or to {severity, before}" -> reference("findings");
            case "date, like 2027-01-31" -> pattern(DATE);
            case "host, pattern, range, address, or block" -> text(1000);
            case UNTIL -> pattern("^[0-9]{4}-[0-9]{2}-[0-9]{2}(T.+)?$");
            case "address or address:port" -> text(300);
            case "address" -> pattern("^([0-9]{1,3}[.]){3}[0-9]{1,3}$|^[0-9A-Fa-f]*:[0-9A-Fa-f:.]*$");
            case "text, a domain or address literal" -> pattern(EHLO_NAME);
            case "mapping of names to texts, at most 200 characters each" -> labels();
            default -> {
                if (!WORDS.matcher(type).matches() || type.equals("mapping")) {
                    throw new IllegalStateException("say here what \"" + type + "\" is in JSON Schema");
                }
                yield oneOf(Arrays.asList(type.split(", ")));
            }
        };
    }

    private ObjectNode columns() {
        ObjectNode columns = json.createObjectNode().put("type", "object");
        columns.set("additionalProperties", text(200));
        return columns;
    }

    private ObjectNode labels() {
        ObjectNode labels = json.createObjectNode().put("type", "object");
        labels.set("propertyNames", pattern("^(?!__)[A-Za-z_][A-Za-z0-9_]{0,63}$"));
        ObjectNode value = json.createObjectNode();
        value.putArray("type").add("string").add("number").add("boolean");
        labels.set("additionalProperties", value.put("maxLength", 200));
        return labels;
    }

    private ObjectNode source() {
        ObjectNode source = mapping(InventoryKeys.SOURCE);
        ArrayNode one = source.putArray("oneOf");
        for (Key<?> key : List.of(InventoryKeys.FILE_SD, InventoryKeys.HTTP_SD)) {
            one.addObject().putArray("required").add(key.name());
        }
        return source;
    }

    private ObjectNode findings() {
        ObjectNode findings = json.createObjectNode().put("type", "object");
        ObjectNode properties = findings.putObject("properties");
        ObjectNode severity = oneOf(Arrays.stream(FindingKeys.Level.values())
                .map(FindingKeys.Level::label)
                .toList());
        for (FindingKind kind : FindingKind.values()) {
            properties.set(kind.label(), either(severity, mapping(FindingKeys.RULE)));
        }
        return findings.put("additionalProperties", false);
    }

    private ObjectNode profiles() {
        ObjectNode profiles = json.createObjectNode().put("type", "object");
        profiles.set("propertyNames", pattern("^(?!auto$)[a-z0-9][a-z0-9._-]{0,63}$"));
        profiles.set("additionalProperties", reference("profile"));
        return profiles;
    }

    private ObjectNode ports() {
        StringBuilder one = new StringBuilder("[0-9]{1,5}");
        for (PortClass each : PortClass.values()) {
            one.append('|').append(each.label());
        }
        ObjectNode ports = json.createObjectNode().put("type", "object");
        ports.set("propertyNames", pattern("^ *(%1$s) *(, *(%1$s) *)*$".formatted(one)));
        ports.set("additionalProperties", reference("port"));
        return ports;
    }

    /** Text as the reader accepts it: a number, or a word such as {@code true}, is text too. */
    private ObjectNode text(int most) {
        ObjectNode text = json.createObjectNode();
        text.putArray("type").add("string").add("number").add("boolean");
        return text.put("maxLength", most).put("pattern", "^\\S(.*\\S)?$");
    }

    private ObjectNode oneOf(List<String> words) {
        ObjectNode value = json.createObjectNode();
        ArrayNode list = value.putArray("enum");
        words.forEach(list::add);
        return value;
    }

    private ObjectNode pattern(String pattern) {
        return json.createObjectNode().put("type", "string").put("pattern", pattern);
    }

    private ObjectNode either(ObjectNode... each) {
        ObjectNode value = json.createObjectNode();
        ArrayNode any = value.putArray("anyOf");
        Arrays.stream(each).forEach(any::add);
        return value;
    }

    private ObjectNode reference(String definition) {
        return json.createObjectNode().put("$ref", "#/$defs/" + definition);
    }

    private static String row(String name, String type, String byDefault) {
        return String.join("|", name, type.replaceFirst("^a list of", "list of"), byDefault)
                .replace("`", "")
                .toLowerCase(Locale.ROOT);
    }

    /** Removes the Markdown markup. */
    private static String plain(String cell) {
        return cell.replaceAll("\\[([^\\]]*)\\]\\(#[^)]*\\)", "$1")
                .replaceAll("[`*]", "")
                .replaceAll("\\s*\\|$", "")
                .strip();
    }
}
