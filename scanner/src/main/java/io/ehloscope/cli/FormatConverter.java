package io.ehloscope.cli;

import io.ehloscope.report.ReportFormat;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts the label of an output format; iterates over all labels. */
final class FormatConverter implements ITypeConverter<ReportFormat>, Iterable<String> {

    @Override
    public ReportFormat convert(String label) {
        return Arrays.stream(ReportFormat.values())
                .filter(format -> format.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException(
                        "unknown output \"" + label + "\"; known: " + String.join(", ", labels())));
    }

    @Override
    public Iterator<String> iterator() {
        return labels().iterator();
    }

    private static List<String> labels() {
        return Arrays.stream(ReportFormat.values()).map(ReportFormat::label).toList();
    }
}
