package io.ehloscope.generate;

import io.ehloscope.cli.CompletionFiles;
import io.ehloscope.grafana.GrafanaFiles;
import io.ehloscope.inventory.SchemaDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes all generated files: Grafana's dashboards, the runbooks, the JSON Schema of inventories, the table of metrics, and the
 * completion scripts of the Debian package. Run it in the folder {@code scanner}. It writes only files whose text changes and prints their paths.
 */
public final class Generate {

    /** The command that runs this class. */
    static final String COMMAND = "mvn -q -pl scanner -Pgenerate process-test-classes";

    private Generate() {}

    /** The text of each generated file, by its path from the folder {@code scanner}. */
    static Map<Path, String> files() throws IOException {
        Map<Path, String> files = new LinkedHashMap<>(GrafanaFiles.all());
        files.put(SchemaDocument.FILE, SchemaDocument.text());
        files.put(MetricsDocument.FILE, MetricsDocument.text());
        files.putAll(CompletionFiles.all());
        return files;
    }

    /** Writes the files; arguments are ignored. */
    public static void main(String[] arguments) throws IOException {
        for (Map.Entry<Path, String> each : files().entrySet()) {
            Path file = each.getKey();
            if (!Files.exists(file) || !Files.readString(file).equals(each.getValue())) {
                Files.writeString(file, each.getValue());
                System.out.println("wrote " + file);
            }
        }
    }
}
