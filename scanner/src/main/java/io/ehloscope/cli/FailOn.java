package io.ehloscope.cli;

import io.ehloscope.classify.Finding;
import io.ehloscope.classify.FindingKind;
import io.ehloscope.classify.Severity;
import io.ehloscope.classify.Verdict;
import io.ehloscope.result.TargetResult;
import io.ehloscope.text.Printable;
import io.ehloscope.text.Spelling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The targets that count for the exit code.
 *
 * @param words what counts, each a verdict, a finding or a severity; at least one
 */
record FailOn(List<Word> words) {

    /** The default: every finding of severity warning or more. */
    static final FailOn WARNING = new FailOn(List.of(new Word(null, null, Severity.WARNING)));

    /** Copies the words. */
    FailOn {
        words = List.copyOf(words);
    }

    /**
     * One word of the option. Most verdicts are findings too: then both components are set, and either counts.
     *
     * @param verdict the verdict that counts; null for none
     * @param kind the finding that counts, whatever its severity; null for none
     * @param least the least severity that counts; null for none
     */
    record Word(
            @Nullable Verdict verdict,
            @Nullable FindingKind kind,
            @Nullable Severity least) {

        /** Whether a finding counts. */
        boolean counts(Finding finding) {
            return finding.kind() == kind
                    || (least != null && finding.severity().compareTo(least) <= 0);
        }
    }

    /** Whether a target counts: by its verdict, or by one of its findings. */
    boolean counts(TargetResult result) {
        return words.stream().anyMatch(word -> word.verdict() == result.verdict())
                || !counted(result).isEmpty();
    }

    /** Returns the findings of a target that count, the worst first. */
    List<Finding> counted(TargetResult result) {
        return result.findings().stream()
                .filter(finding -> words.stream().anyMatch(word -> word.counts(finding)))
                .toList();
    }

    /** Converts a word of the option. */
    static final class WordConverter implements ITypeConverter<Word> {
        @Override
        public Word convert(String text) {
            Verdict verdict = Arrays.stream(Verdict.values())
                    .filter(each -> each.label().equals(text))
                    .findFirst()
                    .orElse(null);
            FindingKind kind = Arrays.stream(FindingKind.values())
                    .filter(each -> each.label().equals(text))
                    .findFirst()
                    .orElse(null);
            Severity severity = Arrays.stream(Severity.values())
                    .filter(each -> each.label().equals(text))
                    .findFirst()
                    .orElse(null);
            if (verdict == null && kind == null && severity == null) {
                throw new TypeConversionException(unknown(text));
            }
            return new Word(verdict, kind, severity);
        }

        private static String unknown(String text) {
            List<String> severities =
                    Arrays.stream(Severity.values()).map(Severity::label).toList();
            List<String> findings =
                    Arrays.stream(FindingKind.values()).map(FindingKind::label).toList();
            String verdicts = Stream.of(Verdict.values())
                    .filter(each -> FindingKind.of(each) == null)
                    .map(Verdict::label)
                    .collect(Collectors.joining(", "));
            List<String> all = new ArrayList<>(severities);
            all.addAll(findings);
            String nearest = Spelling.nearest(text, all);
            return "unknown word \"" + Printable.escape(text, 80) + "\"; "
                    + (nearest == null ? "" : "did you mean \"" + nearest + "\"? ")
                    + "severities: " + String.join(", ", severities)
                    + "; findings: " + String.join(", ", findings)
                    + "; other verdicts: " + verdicts;
        }
    }
}
