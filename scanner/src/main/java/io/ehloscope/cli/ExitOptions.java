package io.ehloscope.cli;

import io.ehloscope.classify.Verdict;
import io.ehloscope.result.ScanSummary;
import io.ehloscope.runtime.ExitCode;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options for the exit code of a scan. */
final class ExitOptions {

    /** The verdicts that are CRITICAL in the exit code of a monitoring plug-in; other findings are WARNING. */
    private static final Set<Verdict> CRITICAL =
            EnumSet.of(Verdict.NOT_LOADED, Verdict.FOREIGN, Verdict.REFUSED, Verdict.UNREACHABLE);

    /** The meanings of exit codes. */
    enum Manner {
        /** 0 no findings, 1 findings, 3 not completed. */
        plain,
        /** 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN. */
        nagios
    }

    @Option(
            names = "--fail-on",
            paramLabel = "VERDICT",
            split = ",",
            converter = VerdictConverter.class,
            description =
                    "The verdicts that count as findings for the exit code (default: all except healthy and skipped).")
    private @Nullable List<Verdict> failOn;

    @Option(
            names = "--exit-code",
            paramLabel = "MANNER",
            defaultValue = "plain",
            description = "plain: 0 nothing found, 1 findings. nagios: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN.")
    private Manner manner = Manner.plain;

    /** Returns the exit code for this scan. */
    int code(ScanSummary summary) {
        if (summary.outcome() == ScanSummary.Outcome.INTERRUPTED) {
            return ExitCode.INCOMPLETE.code();
        }
        Set<Verdict> found = EnumSet.noneOf(Verdict.class);
        for (Verdict verdict : Verdict.values()) {
            if (summary.count(verdict) > 0 && isFinding(verdict)) {
                found.add(verdict);
            }
        }
        if (found.isEmpty()) {
            return ExitCode.CLEAN.code();
        }
        boolean critical = found.stream().anyMatch(CRITICAL::contains);
        return manner == Manner.nagios && critical ? 2 : ExitCode.FINDINGS.code();
    }

    private boolean isFinding(Verdict verdict) {
        return failOn == null ? verdict.isFinding() : failOn.contains(verdict);
    }

    /** Converts the label of a verdict. */
    static final class VerdictConverter implements ITypeConverter<Verdict> {
        @Override
        public Verdict convert(String label) {
            return Arrays.stream(Verdict.values())
                    .filter(verdict -> verdict.label().equals(label))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("unknown verdict \"" + label + "\"; known: "
                            + String.join(
                                    ", ",
                                    Arrays.stream(Verdict.values())
                                            .map(Verdict::label)
                                            .toList())));
        }
    }
}
