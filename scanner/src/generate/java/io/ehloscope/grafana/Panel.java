package io.ehloscope.grafana;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One panel, as it is put together: what it asks, and how it shows the answer. */
final class Panel {

    private final String type;
    private final String title;
    private final String description;
    private final List<Object> targets = new ArrayList<>();
    private final Map<String, Object> defaults = new LinkedHashMap<>();
    private final Map<String, Object> custom = new LinkedHashMap<>();
    private final List<Object> overrides = new ArrayList<>();
    private final Map<String, Object> options = new LinkedHashMap<>();
    private final List<Object> transformations = new ArrayList<>();
    private final Map<String, Object> columns = new LinkedHashMap<>();
    private final Map<String, Object> hidden = new LinkedHashMap<>();

    private Panel(String type, String title, String description) {
        this.type = type;
        this.title = title;
        this.description = description;
    }

    /** One number, large. */
    static Panel stat(String title, String description, String unit) {
        Panel panel = new Panel("stat", title, description).unit(unit);
        panel.options.putAll(Json.of(
                "colorMode", "value",
                "graphMode", "none",
                "justifyMode", "auto",
                "orientation", "auto",
                "reduceOptions", Json.of("calcs", List.of("lastNotNull"), "fields", "", "values", false),
                "textMode", "auto",
                "wideLayout", true));
        return panel.coloured(Palette.NEUTRAL);
    }

    /** Lines over time. */
    static Panel lines(String title, String description, String unit) {
        Panel panel = new Panel("timeseries", title, description).unit(unit);
        panel.custom.putAll(Json.of(
                "drawStyle",
                "line",
                "lineInterpolation",
                "linear",
                "lineWidth",
                2,
                "fillOpacity",
                10,
                "showPoints",
                "never",
                "spanNulls",
                false));
        panel.defaults.put("min", 0);
        panel.defaults.put("color", Json.of("mode", "palette-classic"));
        panel.options.putAll(Json.of(
                "legend", Json.of("calcs", List.of(), "displayMode", "list", "placement", "bottom", "showLegend", true),
                "tooltip", Json.of("mode", "multi", "sort", "desc")));
        return panel;
    }

    /** Areas over time, one upon the other, that change in steps as scans do. */
    static Panel areas(String title, String description, String unit) {
        Panel panel = lines(title, description, unit);
        panel.custom.putAll(Json.of(
                "lineInterpolation",
                "stepAfter",
                "lineWidth",
                0,
                "fillOpacity",
                85,
                "stacking",
                Json.of("group", "A", "mode", "normal")));
        return panel;
    }

    /** Bars that lie, the longest first. */
    static Panel bars(String title, String description, String unit) {
        Panel panel = new Panel("bargauge", title, description).unit(unit);
        panel.options.putAll(Json.of(
                "displayMode", "basic",
                "orientation", "horizontal",
                "reduceOptions", Json.of("calcs", List.of("lastNotNull"), "fields", "", "values", false),
                "showUnfilled", false,
                "valueMode", "color",
                "namePlacement", "left",
                "text", Json.of("titleSize", 13, "valueSize", 15)));
        panel.defaults.put("min", 0);
        return panel.coloured(Palette.NEUTRAL);
    }

    /** Rows and columns, of a query as it answers at the end of the time range. */
    static Panel table(String title, String description) {
        Panel panel = new Panel("table", title, description).unit("short");
        panel.custom.putAll(Json.of("align", "auto", "cellOptions", Json.of("type", "auto"), "inspect", false));
        panel.options.putAll(Json.of("cellHeight", "sm", "showHeader", true));
        return panel;
    }

    /** Asks over the time range; tables, numbers and bars ask at its end. */
    Panel query(String expression, String legend) {
        boolean instant = !type.equals("timeseries");
        targets.add(Json.of(
                "datasource",
                Dashboard.PROMETHEUS,
                "editorMode",
                "code",
                "expr",
                expression,
                "format",
                type.equals("table") ? "table" : "time_series",
                "instant",
                instant,
                "legendFormat",
                legend,
                "range",
                !instant,
                "refId",
                String.valueOf((char) ('A' + targets.size()))));
        return this;
    }

    /** The same for a table, whose columns are the labels. */
    Panel query(String expression) {
        return query(expression, "__auto");
    }

    Panel unit(String unit) {
        defaults.put("unit", unit);
        return this;
    }

    /** What is shown where there is nothing to show, which is no fault. */
    Panel whenEmpty(String text) {
        defaults.put("noValue", text);
        if (type.equals("table")) {
            // Of the whole table; a cell without a value stays empty.
            overrides.add(
                    0,
                    Json.of(
                            "matcher", Json.of("id", "byRegexp", "options", "/.*/"),
                            "properties", List.of(Json.of("id", "noValue", "value", ""))));
        }
        return this;
    }

    /** What a number shows where nothing is known: these words, without the colours that belong to values. */
    Panel whenUnknown(String text) {
        List<Object> properties = new ArrayList<>();
        for (String each : List.of("color", "thresholds", "mappings")) {
            Object value = defaults.remove(each);
            if (value != null) {
                properties.add(Json.of("id", each, "value", value));
            }
        }
        overrides.add(Json.of("matcher", Json.of("id", "byRegexp", "options", "/.+/"), "properties", properties));
        return whenEmpty(text).coloured(Palette.NEUTRAL);
    }

    Panel coloured(String colour) {
        defaults.put("color", Json.of("mode", "fixed", "fixedColor", colour));
        return this;
    }

    /** Colours by value: the first from below, then from each value on the next. */
    Panel thresholds(String colour, Object... valuesAndColours) {
        List<Object> steps = new ArrayList<>();
        steps.add(Json.of("color", colour, "value", null));
        for (int i = 0; i < valuesAndColours.length; i += 2) {
            steps.add(Json.of("color", valuesAndColours[i + 1], "value", valuesAndColours[i]));
        }
        defaults.put("color", Json.of("mode", "thresholds"));
        defaults.put("thresholds", Json.of("mode", "absolute", "steps", steps));
        return this;
    }

    /** Words instead of values. */
    Panel words(Object... valuesAndWordsAndColours) {
        Map<String, Object> words = new LinkedHashMap<>();
        for (int i = 0; i < valuesAndWordsAndColours.length; i += 3) {
            words.put(
                    String.valueOf(valuesAndWordsAndColours[i]),
                    Json.of(
                            "color",
                            valuesAndWordsAndColours[i + 2],
                            "index",
                            i / 3,
                            "text",
                            valuesAndWordsAndColours[i + 1]));
        }
        defaults.put("mappings", List.of(Json.of("type", "value", "options", words)));
        return this;
    }

    Panel max(Object max) {
        defaults.put("max", max);
        return this;
    }

    Panel decimals(int decimals) {
        defaults.put("decimals", decimals);
        return this;
    }

    Panel custom(Object... keysAndValues) {
        custom.putAll(Json.of(keysAndValues));
        return this;
    }

    Panel option(Object... keysAndValues) {
        options.putAll(Json.of(keysAndValues));
        return this;
    }

    /** Properties of the field of this name. */
    Panel field(String name, Object... properties) {
        overrides.add(Json.override(name, properties));
        return this;
    }

    /** Series, or columns, that are named after verdicts have the verdicts' colours. */
    Panel verdictColours() {
        overrides.addAll(Palette.verdictOverrides());
        return this;
    }

    /** Series that are named after severities, or end with the name of one, have the severities' colors. */
    Panel severityColours() {
        overrides.addAll(Palette.severityOverrides());
        return this;
    }

    Panel transform(String id, Object... options) {
        transformations.add(Json.of("id", id, "options", Json.of(options)));
        return this;
    }

    /** A column of a table, to the right of those before it: a field, its heading, and properties in turn with values. */
    Panel column(String field, String heading, Object... properties) {
        columns.put(field, columns.size());
        List<Object> all = new ArrayList<>(List.of("displayName", heading));
        all.addAll(Arrays.asList(properties));
        // Not renamed by a transformation: the links of a row name its fields.
        return field(field, all.toArray());
    }

    /** Fields that are no columns. */
    Panel without(String... fields) {
        for (String each : fields) {
            hidden.put(each, true);
        }
        return this;
    }

    /** The panel as Grafana reads it, at a place of the grid. */
    Map<String, Object> json(int id, Map<String, Object> place) {
        if (!columns.isEmpty()) {
            transform("organize", "excludeByName", hidden, "indexByName", columns, "renameByName", Json.of());
        }
        if (!custom.isEmpty()) {
            defaults.put("custom", custom);
        }
        Map<String, Object> json = Json.of(
                "id", id,
                "type", type,
                "title", title,
                "description", description,
                "datasource", Dashboard.PROMETHEUS,
                "gridPos", place,
                "fieldConfig", Json.of("defaults", defaults, "overrides", overrides),
                "options", options,
                "targets", targets);
        if (!transformations.isEmpty()) {
            json.put("transformations", transformations);
        }
        return json;
    }

    /** Links of a cell: a title and an address in turn. */
    static List<Object> links(String... titlesAndUrls) {
        List<Object> links = new ArrayList<>();
        List<String> all = Arrays.asList(titlesAndUrls);
        for (int i = 0; i < all.size(); i += 2) {
            links.add(Json.of(
                    "title",
                    all.get(i),
                    "url",
                    all.get(i + 1),
                    "targetBlank",
                    !all.get(i + 1).startsWith("/d/")));
        }
        return links;
    }
}
