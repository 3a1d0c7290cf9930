package io.ehloscope.report;

import io.ehloscope.classify.Circumstances;
import io.ehloscope.classify.Finding;
import io.ehloscope.classify.FindingCatalogue;
import io.ehloscope.classify.FindingFact;
import io.ehloscope.classify.FindingKind;
import io.ehloscope.classify.Severity;
import io.ehloscope.classify.VerbCatalogue;
import io.ehloscope.classify.VerbFact;
import io.ehloscope.result.AddressResult;
import io.ehloscope.result.TargetResult;
import io.ehloscope.text.Wording;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Advice for the findings of a target: what each means, its possible causes, the remedies in order, and the purpose of
 * every missing verb and the effect of its absence.
 *
 * @param verbs the catalogue of verbs
 * @param findings the catalogue of findings
 */
public record Advice(VerbCatalogue verbs, FindingCatalogue findings) {

    /**
     * The advice for one kind of finding.
     *
     * @param fact what is known about it, as far as it applies to the target
     * @param findings the findings that it is about, the worst first; not empty
     * @param addresses the addresses that it is about, for people; empty if it is about the whole target
     */
    public record Part(FindingFact fact, List<Finding> findings, List<String> addresses) {

        /** Copies the lists. */
        public Part {
            findings = List.copyOf(findings);
            addresses = List.copyOf(addresses);
        }

        /** The severity of the worst finding. */
        public Severity severity() {
            return findings.get(0).severity();
        }

        /** The finding, its severity, and the addresses that have it. */
        public String title() {
            return fact.kind().label() + " (" + severity().label() + ")"
                    + (addresses.isEmpty() ? "" : " at " + String.join(", ", addresses));
        }
    }

    /**
     * The advice for every finding of a target, the worst first, each kind once. If addresses of the target have a
     * finding for different reasons, there is a part for each reason. Missing verbs have no part of their own beside
     * {@code partial} and {@code not_loaded}: the catalogue of verbs has the facts about each.
     */
    public List<Part> of(TargetResult result) {
        Map<FindingKind, List<Finding>> byKind = new LinkedHashMap<>();
        for (Finding each : result.findings()) {
            byKind.computeIfAbsent(each.kind(), any -> new ArrayList<>()).add(each);
        }
        if (byKind.containsKey(FindingKind.PARTIAL) || byKind.containsKey(FindingKind.NOT_LOADED)) {
            byKind.remove(FindingKind.VERB_MISSING);
        }
        List<Part> parts = new ArrayList<>();
        byKind.forEach((kind, same) -> parts.addAll(parts(kind, same, result)));
        return parts;
    }

    private List<Part> parts(FindingKind kind, List<Finding> same, TargetResult result) {
        Map<FindingFact, List<AddressResult>> byFact = new LinkedHashMap<>();
        for (AddressResult each : result.addresses()) {
            if (!of(kind, each).isEmpty()) {
                FindingFact fact = findings.fact(kind, Circumstances.of(kind, each.outcome(), each.assessment()));
                byFact.computeIfAbsent(fact, any -> new ArrayList<>()).add(each);
            }
        }
        if (byFact.isEmpty()) {
            Circumstances circumstances = Circumstances.of(kind, result.outcome(), result.assessment());
            return List.of(new Part(findings.fact(kind, circumstances), same, List.of()));
        }
        List<Part> parts = new ArrayList<>();
        byFact.forEach((fact, holders) -> {
            boolean everywhere = holders.size() == result.addresses().size();
            List<Finding> own = byFact.size() == 1
                    ? same
                    : holders.stream()
                            .flatMap(each -> of(kind, each).stream())
                            .distinct()
                            .sorted(Finding.WORST_FIRST)
                            .toList();
            parts.add(new Part(fact, own, everywhere ? List.of() : addresses(holders)));
        });
        return parts;
    }

    private static List<Finding> of(FindingKind kind, AddressResult address) {
        return address.assessment().findings().stream()
                .filter(each -> each.kind() == kind)
                .toList();
    }

    private static List<String> addresses(List<AddressResult> holders) {
        return holders.stream().map(each -> Wording.address(each.address())).toList();
    }

    /** Writes the advice; writes nothing if the result has no finding. */
    void write(Paragraphs out, TargetResult result) throws IOException {
        for (Part part : of(result)) {
            FindingFact fact = part.fact();
            out.gap();
            out.wrapped("", part.title() + ": " + fact.meaning());
            out.wrapped("What breaks: ", fact.breaks());
            out.list("Possible causes:", fact.causes(), Paragraphs.Order.ANY);
            out.list("What to do, in this order:", fact.remedies(), Paragraphs.Order.NUMBERED);
            out.list("What not to do:", fact.never(), Paragraphs.Order.ANY);
            out.wrapped("Source: ", fact.source());
        }
        for (String verb : subjects(result, FindingKind.VERB_MISSING)) {
            out.gap();
            verb(out, "missing: ", verb);
        }
        for (String verb : subjects(result, FindingKind.VERB_FORBIDDEN)) {
            out.gap();
            verb(out, "forbidden: ", verb);
        }
    }

    /** The verbs that findings of this kind are about, each once. */
    private static Set<String> subjects(TargetResult result, FindingKind kind) {
        return result.findings().stream()
                .filter(each -> each.kind() == kind && each.subject() != null)
                .map(Finding::subject)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private void verb(Paragraphs out, String front, String verb) throws IOException {
        out.hanging(front, verb);
        VerbFact fact = verbs.fact(verb);
        if (fact == null) {
            out.wrapped("  ", "The catalogue has no entry for this verb; the profile that names it may describe it.");
            return;
        }
        out.wrapped("  purpose           ", fact.meaning());
        part(out, "  provided by       ", fact.component());
        if (front.startsWith("missing")) {
            out.wrapped("  without it        ", fact.breaks());
            list(out, "  harmless if       ", fact.harmless(), Paragraphs.Order.ANY);
            list(out, "  what to do        ", fact.remedies(), Paragraphs.Order.NUMBERED);
        }
        out.wrapped("  source            ", fact.source());
    }

    private static void part(Paragraphs out, String front, @Nullable String text) throws IOException {
        if (text != null) {
            out.wrapped(front, text);
        }
    }

    private static void list(Paragraphs out, String front, List<String> items, Paragraphs.Order order)
            throws IOException {
        String start = front;
        for (int i = 0; i < items.size(); i++) {
            boolean numbered = order == Paragraphs.Order.NUMBERED && items.size() > 1;
            out.wrapped(start + (numbered ? i + 1 + ". " : ""), items.get(i));
            start = " ".repeat(front.length());
        }
    }
}
