package io.ehloscope.cli;

import io.ehloscope.report.ReportFormat;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What becomes of the results. */
final class OutputOptions {

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            converter = FormatConverter.class,
            completionCandidates = FormatConverter.class,
            description = "How to write the results: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private ReportFormat format = ReportFormat.TABLE;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Write them to this file, whole or not at all, instead of stdout.")
    private @Nullable Path file;

    @Option(names = "--no-color", description = "No colours, as with NO_COLOR in the environment.")
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
