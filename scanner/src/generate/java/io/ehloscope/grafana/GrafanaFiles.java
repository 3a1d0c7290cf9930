package io.ehloscope.grafana;

import io.ehloscope.catalogue.Catalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The generated files in {@code grafana/}: the dashboards, one runbook for each alert, and the list of runbooks. */
public final class GrafanaFiles {

    static final Path DASHBOARDS = Path.of("..", "grafana", "dashboards");
    static final Path RUNBOOKS = Path.of("..", "grafana", "runbooks");

    private GrafanaFiles() {}

    /** The text of each file, by its path from the folder {@code scanner}. */
    public static Map<Path, String> all() throws IOException {
        Map<Path, String> files = new LinkedHashMap<>();
        for (Dashboard each : dashboards()) {
            files.put(DASHBOARDS.resolve(each.fileName()), each.json());
        }
        List<AlertRule> alerts = AlertRule.all();
        Runbooks runbooks = new Runbooks(Catalogue.load());
        for (AlertRule each : alerts) {
            String text = Files.readString(Runbooks.TEXTS.resolve(each.name() + ".md"));
            files.put(RUNBOOKS.resolve(each.name() + ".md"), runbooks.page(each, text));
        }
        files.put(RUNBOOKS.resolve("README.md"), Runbooks.index(alerts));
        return files;
    }

    static List<Dashboard> dashboards() {
        return List.of(FleetDashboard.create(), TargetDashboard.create(), ScannerDashboard.create());
    }
}
