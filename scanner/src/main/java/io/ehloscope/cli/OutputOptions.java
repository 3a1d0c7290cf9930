package io.ehloscope.cli;

import io.ehloscope.report.ReportFormat;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for the output of results. */
final class OutputOptions {

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            converter = FormatConverter.class,
            completionCandidates = FormatConverter.class,
            description = "The output format: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private ReportFormat format = ReportFormat.TABLE;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Write the results to this file instead of stdout, completely or not at all.")
    private @Nullable Path file;

    @Option(names = "--no-color", description = "Do not use colors, as with NO_COLOR in the environment.")
    private boolean noColour;

    ReportFormat format() {
        return format;
    }

    @Nullable
    Path file() {
        return file;
    }

    boolean noColour() {
        return noColour;
    }
}
