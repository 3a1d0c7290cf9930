package io.ehloscope.cli;

import io.ehloscope.report.ReportFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for the exit code of a scan. */
final class ExitOptions {

    private static final String NAME = "--exit-code";

    /** The meanings of exit codes. */
    enum Manner {
        /** 0 no findings, 1 findings, 2 invalid command line or inventory, 3 not completed. */
        plain,
        /** 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN. */
        nagios
    }

    @Option(
            names = "--fail-on",
            paramLabel = "WORD",
            split = ",",
            converter = FailOn.WordConverter.class,
            description =
                    "What counts for the exit code: verdicts, findings and severities, separated by commas; a severity"
                            + " means that one or a worse one (default: warning).")
    private @Nullable List<FailOn.Word> failOn;

    @Option(
            names = NAME,
            paramLabel = "MANNER",
            defaultValue = "plain",
            description =
                    "plain: 0 nothing found, 1 findings. nagios: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN; the first line of"
                            + " stdout is then the status line with performance data, except that -o json, ndjson, csv, html and"
                            + " prometheus on stdout stay unchanged.")
    private Manner manner = Manner.plain;

    /** Returns a counter of the results of one scan, which decides the exit code. */
    ScanStatus status(OutputOptions output) {
        FailOn words = failOn == null || failOn.isEmpty() ? FailOn.WARNING : new FailOn(failOn);
        return new ScanStatus(words, manner, output);
    }

    /** Whether a command line that could not be parsed asks for the exit codes of a monitoring plug-in. */
    static boolean isPlugin(List<String> arguments) {
        return hasValue(arguments, NAME, Manner.nagios.name());
    }

    /** Whether a command line that could not be parsed leaves the first line of stdout to the status line. */
    static boolean hasStatusLine(List<String> arguments) {
        boolean table = arguments.stream().noneMatch(each -> each.startsWith("-o") || each.startsWith("--output"))
                || hasValue(arguments, "-o", ReportFormat.TABLE.label())
                || hasValue(arguments, "--output", ReportFormat.TABLE.label());
        boolean toFile = arguments.stream().anyMatch(each -> each.equals("--out") || each.startsWith("--out="));
        return isPlugin(arguments) && (table || toFile);
    }

    private static boolean hasValue(List<String> arguments, String name, String value) {
        for (int i = 0; i < arguments.size(); i++) {
            String each = arguments.get(i);
            boolean next = i + 1 < arguments.size() && arguments.get(i + 1).equalsIgnoreCase(value);
            if ((each.equals(name) && next) || each.equalsIgnoreCase(name + "=" + value)) {
                return true;
            }
        }
        return false;
    }
}
