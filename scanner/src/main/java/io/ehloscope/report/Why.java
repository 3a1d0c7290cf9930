package io.ehloscope.report;

import io.ehloscope.classify.Assessment;
import io.ehloscope.classify.Finding;
import io.ehloscope.classify.FindingKind;
import io.ehloscope.classify.Verdict;
import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.result.AddressResult;
import io.ehloscope.result.TargetResult;
import io.ehloscope.text.Printable;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The findings of a target in a few words, the worst first: {@code missing XEXCH50; certificate expired on 2026-11-28;
 * forbidden VRFY}. Every output for people takes these words from here.
 */
public final class Why {

    /** The maximum length of the words of one kind of finding; the JSON and CSV outputs have the complete text. */
    private static final int MAX_CHARS = 240;

    /** The maximum number of kinds; further findings are only counted. */
    private static final int MOST_KINDS = 12;

    private static final Set<FindingKind> WITH_SUBJECT = EnumSet.of(
            FindingKind.VERB_MISSING,
            FindingKind.VERB_FORBIDDEN,
            FindingKind.TLS_VERSION_OLD,
            FindingKind.TLS_CIPHER_WEAK,
            FindingKind.EXEMPTION_ENDED);

    private Why() {}

    /**
     * Returns the words for every finding of a target, the worst first, escaped. Without a finding: the reason, or
     * nothing for a healthy target.
     */
    public static String of(TargetResult result) {
        return words(result.assessment(), result.outcome(), result.addresses());
    }

    /** Returns the words for every finding of one address, as {@link #of(TargetResult)}. */
    public static String of(AddressResult address) {
        return words(address.assessment(), address.outcome(), List.of());
    }

    /**
     * Returns the findings for programs: {@code certificate_expired:critical verb_forbidden(VRFY):warning}. A subject
     * that a server chose is left out; equal words appear once. Not escaped.
     */
    static String labels(List<Finding> findings) {
        Set<String> labels = new LinkedHashSet<>();
        for (Finding each : findings) {
            boolean subject = each.subject() != null && WITH_SUBJECT.contains(each.kind());
            labels.add(each.kind().label()
                    + (subject ? "(" + each.subject() + ")" : "")
                    + ":" + each.severity().label());
        }
        return String.join(" ", labels);
    }

    /** Returns the reasons and remarks that no finding repeats. Not escaped. */
    public static List<String> beside(Assessment assessment, Observation seen) {
        Set<String> sentences = new LinkedHashSet<>(assessment.reasons());
        sentences.addAll(seen.remarks());
        sentences.removeIf(each -> assessment.findings().stream()
                .anyMatch(finding -> finding.sentence().endsWith(each)));
        return List.copyOf(sentences);
    }

    private static String words(Assessment assessment, ProbeOutcome outcome, List<AddressResult> addresses) {
        List<Finding> findings = assessment.findings();
        if (findings.isEmpty()) {
            return withoutFinding(assessment, outcome);
        }
        Map<Group, List<Found>> groups = new LinkedHashMap<>();
        for (Finding each : findings) {
            Found found = Found.of(each, outcome, addresses);
            groups.computeIfAbsent(new Group(found.where(), each.kind()), any -> new ArrayList<>())
                    .add(found);
        }
        groups.keySet().removeIf(each -> each.isSaidByVerbs(groups.keySet()));
        List<String> words = new ArrayList<>();
        int shown = 0;
        for (Map.Entry<Group, List<Found>> each : groups.entrySet()) {
            if (words.size() == MOST_KINDS) {
                int more = groups.values().stream().mapToInt(List::size).sum() - shown;
                words.add("and " + more + " more");
                break;
            }
            words.add(
                    each.getKey().where() + Printable.escape(words(each.getKey().kind(), each.getValue()), MAX_CHARS));
            shown += each.getValue().size();
        }
        return String.join("; ", words);
    }

    private static String withoutFinding(Assessment assessment, ProbeOutcome outcome) {
        if (assessment.verdict() == Verdict.HEALTHY) {
            return "";
        }
        Failure failure = failure(outcome);
        if (failure != null) {
            return Printable.escape(words(failure), MAX_CHARS);
        }
        return assessment.reasons().isEmpty()
                ? ""
                : Printable.escape(assessment.reasons().get(0), MAX_CHARS);
    }

    private static String words(FindingKind kind, List<Found> found) {
        return switch (kind) {
            case VERB_MISSING -> "missing " + subjects(found);
            case VERB_FORBIDDEN -> "forbidden " + subjects(found);
            case TLS_VERSION_OLD -> "nothing newer than " + subjects(found);
            case TLS_CIPHER_WEAK -> "weak " + subjects(found);
            case UNREACHABLE, REFUSED, DEFERRED -> {
                Failure failure = found.get(0).failure();
                yield failure == null ? sentences(found) : words(failure);
            }
            case NOT_LOADED,
                    FOREIGN,
                    INCONSISTENT,
                    MASKED,
                    HELO_ONLY,
                    PARTIAL,
                    STARTTLS_FAILED,
                    STARTTLS_INJECTION,
                    CERTIFICATE_EXPIRED,
                    CERTIFICATE_NOT_YET_VALID,
                    CERTIFICATE_EXPIRING,
                    CERTIFICATE_UNTRUSTED,
                    CERTIFICATE_NAME_MISMATCH,
                    CERTIFICATE_WEAK,
                    EXEMPTION_ENDED -> sentences(found);
        };
    }

    private static String words(Failure failure) {
        return failure.stage().label() + " " + failure.reason().label() + ": " + failure.detail();
    }

    private static String subjects(List<Found> found) {
        return found.stream()
                .map(each -> each.finding().subject())
                .filter(Objects::nonNull)
                .distinct()
                .collect(Collectors.joining(", "));
    }

    /** Returns the sentences as parts of a list: without the article at the start and the full stop at the end. */
    private static String sentences(List<Found> found) {
        return found.stream()
                .map(each ->
                        each.sentence().replaceFirst("^The (?=\\p{Ll})", "").replaceFirst("\\.$", ""))
                .distinct()
                .collect(Collectors.joining("; "));
    }

    private static @Nullable Failure failure(ProbeOutcome outcome) {
        return outcome instanceof ProbeOutcome.Failed failed ? failed.failure() : null;
    }

    /**
     * Findings that one part of the words stands for.
     *
     * @param where the addresses that have them, followed by a colon; empty if all have them
     * @param kind what is wrong
     */
    private record Group(String where, FindingKind kind) {

        /** Whether the missing verbs, which are listed, say the same. */
        boolean isSaidByVerbs(Set<Group> all) {
            boolean verbs = kind == FindingKind.NOT_LOADED || kind == FindingKind.PARTIAL;
            return verbs && all.contains(new Group(where, FindingKind.VERB_MISSING));
        }
    }

    /**
     * A finding and its origin.
     *
     * @param finding the finding
     * @param where the addresses that have it, followed by a colon; empty if all have it
     * @param failure how the dialogue with the first of them failed; null if it did not fail
     */
    private record Found(
            Finding finding, String where, @Nullable Failure failure) {

        static Found of(Finding finding, ProbeOutcome outcome, List<AddressResult> addresses) {
            for (AddressResult address : addresses) {
                for (Finding own : address.assessment().findings()) {
                    if (own.kind() == finding.kind() && finding.sentence().endsWith(own.sentence())) {
                        int where = finding.sentence().length() - own.sentence().length();
                        return new Found(
                                finding, finding.sentence().substring(0, where), Why.failure(address.outcome()));
                    }
                }
            }
            return new Found(finding, "", Why.failure(outcome));
        }

        /** The sentence without the addresses. */
        String sentence() {
            return finding.sentence().substring(where.length());
        }
    }
}
