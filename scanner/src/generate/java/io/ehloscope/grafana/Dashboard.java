package io.ehloscope.grafana;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A dashboard, as it is put together: variables, then rows of panels from left to right. */
final class Dashboard {

    static final Map<String, Object> PROMETHEUS = Json.of("type", "prometheus", "uid", "${datasource}");

    /** Where the status page and the runbooks are; each team sets its own. */
    static final String STATUS_PAGE = "http://localhost:19025";

    static final String RUNBOOKS = "https://runbooks.example.com/ehloscope";

    private static final int WIDTH = 24;
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final String uid;
    private final String title;
    private final String description;
    private final List<Object> variables = new ArrayList<>();
    private final List<Object> panels = new ArrayList<>();
    private int y;

    Dashboard(String uid, String title, String description) {
        this.uid = uid;
        this.title = title;
        this.description = description;
        variables.add(Json.of(
                "name",
                "datasource",
                "label",
                "Data source",
                "type",
                "datasource",
                "query",
                "prometheus",
                "hide",
                0,
                "includeAll",
                false,
                "multi",
                false,
                "options",
                List.of(),
                "refresh",
                1,
                "regex",
                "",
                "current",
                Json.of("selected", false, "text", "default", "value", "default")));
    }

    /** A panel and its width, of 24. */
    record Sized(Panel panel, int width) {}

    static Sized sized(int width, Panel panel) {
        return new Sized(panel, width);
    }

    /** A choice among the values of a label; one of them, or several with all of them as the default. */
    Dashboard choice(String name, String label, String query, boolean several) {
        Map<String, Object> all = Json.of("selected", true, "text", List.of("All"), "value", List.of("$__all"));
        Map<String, Object> variable = Json.of(
                "name",
                name,
                "label",
                label,
                "type",
                "query",
                "datasource",
                PROMETHEUS,
                "definition",
                query,
                "query",
                Json.of("query", query, "refId", "StandardVariableQuery"),
                "includeAll",
                several,
                "multi",
                several,
                "hide",
                0,
                "options",
                List.of(),
                "refresh",
                2,
                "regex",
                "",
                "sort",
                1,
                "current",
                several ? all : Json.of());
        if (several) {
            variable.put("allValue", ".+");
        }
        variables.add(variable);
        return this;
    }

    /** A field to type into. */
    Dashboard text(String name, String label, String value) {
        variables.add(Json.of(
                "name",
                name,
                "label",
                label,
                "type",
                "textbox",
                "hide",
                0,
                "query",
                value,
                "options",
                List.of(Json.of("selected", true, "text", value, "value", value)),
                "current",
                Json.of("selected", true, "text", value, "value", value)));
        return this;
    }

    /** A value that a team sets once, in the settings of the dashboard or in the file. */
    Dashboard constant(String name, String label, String value) {
        variables.add(Json.of(
                "name",
                name,
                "label",
                label,
                "type",
                "constant",
                "hide",
                2,
                "query",
                value,
                "current",
                Json.of("selected", true, "text", value, "value", value)));
        return this;
    }

    /** A heading over the rows that follow. */
    Dashboard heading(String heading) {
        panels.add(Json.of(
                "id",
                panels.size() + 1,
                "type",
                "row",
                "title",
                heading,
                "collapsed",
                false,
                "gridPos",
                Json.of("h", 1, "w", WIDTH, "x", 0, "y", y),
                "panels",
                List.of()));
        y += 1;
        return this;
    }

    /** A row of panels of one height, that fill the width. */
    Dashboard row(int height, Sized... row) {
        int x = 0;
        for (Sized each : row) {
            panels.add(each.panel().json(panels.size() + 1, Json.of("h", height, "w", each.width(), "x", x, "y", y)));
            x += each.width();
        }
        if (x != WIDTH) {
            throw new IllegalStateException(title + ": a row is " + x + " wide, not " + WIDTH);
        }
        y += height;
        return this;
    }

    /** The name of its file. */
    String fileName() {
        return uid + ".json";
    }

    /** The file that users import. */
    String json() {
        return MAPPER.writeValueAsString(Json.of(
                                "uid",
                                uid,
                                "title",
                                title,
                                "description",
                                description,
                                "tags",
                                List.of("ehloscope", "mail"),
                                "schemaVersion",
                                39,
                                "version",
                                1,
                                "editable",
                                false,
                                "graphTooltip",
                                1,
                                "timezone",
                                "browser",
                                "time",
                                Json.of("from", "now-24h", "to", "now"),
                                "refresh",
                                "1m",
                                "fiscalYearStartMonth",
                                0,
                                "annotations",
                                Json.of("list", List.of()),
                                "links",
                                List.of(
                                        Json.of(
                                                "title",
                                                "Ehloscope",
                                                "type",
                                                "dashboards",
                                                "tags",
                                                List.of("ehloscope"),
                                                "asDropdown",
                                                false,
                                                "icon",
                                                "external link",
                                                "includeVars",
                                                false,
                                                "keepTime",
                                                true,
                                                "targetBlank",
                                                false,
                                                "tooltip",
                                                "",
                                                "url",
                                                ""),
                                        link("Status page", "${scanner}/"),
                                        link("Runbooks", "${runbooks}/README.md")),
                                "templating",
                                Json.of("list", variables),
                                "panels",
                                panels))
                        .replace("\r\n", "\n")
                + "\n";
    }

    private static Map<String, Object> link(String title, String url) {
        return Json.of(
                "title",
                title,
                "type",
                "link",
                "url",
                url,
                "icon",
                "external link",
                "tags",
                List.of(),
                "asDropdown",
                false,
                "includeVars",
                false,
                "keepTime",
                false,
                "targetBlank",
                true,
                "tooltip",
                "");
    }
}
