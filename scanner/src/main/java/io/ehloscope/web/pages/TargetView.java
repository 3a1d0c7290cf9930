package io.ehloscope.web.pages;

import io.ehloscope.classify.Assessment;
import io.ehloscope.classify.ExemptVerb;
import io.ehloscope.classify.Finding;
import io.ehloscope.classify.Product;
import io.ehloscope.classify.Severity;
import io.ehloscope.history.HistoryStore;
import io.ehloscope.plan.Target;
import io.ehloscope.report.Advice;
import io.ehloscope.report.Why;
import io.ehloscope.result.TargetResult;
import io.ehloscope.text.Printable;
import io.ehloscope.text.Wording;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Fills the page of one target. */
final class TargetView {

    /** Longer texts are cut; the JSON contains them in full. */
    private static final int MOST_CHARS = 1_000;

    /** The relative URL from a target's page to the status page. */
    static final String HOME = "../";

    private final FleetIndex index;
    private final FleetIndex.Line line;
    private final TargetResult result;
    private final Assessment assessment;
    private final AdviceView advice;

    TargetView(FleetIndex index, FleetIndex.Line line, Advice advice) {
        this.index = index;
        this.line = line;
        this.result = line.result();
        this.assessment = result.assessment();
        this.advice = new AdviceView(result, advice);
    }

    /**
     * The relative URL of a target's page.
     *
     * @param home the relative URL of the status page from the page that contains the link
     * @param id the id of the target
     */
    static String url(String home, String id) {
        return home + "targets/" + TargetFilter.encoded(id);
    }

    /**
     * The model of the page.
     *
     * @param history the changes of the target, newest first
     */
    TargetPage page(String style, String script, String version, List<HistoryStore.Row> history) {
        Severity worst = result.worst();
        String id = result.target().id();
        List<String> exemptions = exemptions();
        return new TargetPage(
                style,
                script,
                version,
                printable(id),
                result.verdict().label(),
                result.verdict().meaning(),
                worst == null ? null : worst.label(),
                facts(),
                findings(result.findings()),
                advice.findings(),
                advice.verbs(),
                reasons(exemptions),
                exemptions,
                changes(),
                history.stream().map(TargetView::event).toList(),
                EvidenceView.of(result),
                HOME + "api/v1/results?target=" + TargetFilter.encoded(id),
                result.target().kind() == Target.Kind.MX
                        ? null
                        : HOME + "probe?target=" + TargetFilter.encoded(id) + "&debug=true");
    }

    private static TargetPage.Event event(HistoryStore.Row row) {
        return new TargetPage.Event(
                row.entry().at().truncatedTo(ChronoUnit.SECONDS).toString(),
                printable(row.entry().change().sentence()));
    }

    private List<TargetPage.Fact> facts() {
        List<TargetPage.Fact> facts = new ArrayList<>();
        String site = result.target().site();
        facts.add(new TargetPage.Fact(
                "Site", printable(site), TargetFilter.ALL.withSite(site).url(HOME)));
        Product product = assessment.product();
        facts.add(new TargetPage.Fact(
                "Product",
                product == null
                        ? "not recognized"
                        : printable(product.describe()) + " ("
                                + product.confidence().label() + ")"));
        add(facts, "Profile", assessment.profile());
        if (result.addresses().isEmpty()) {
            add(
                    facts,
                    "Address",
                    result.observation().peer() == null
                            ? null
                            : Wording.address(result.observation().peer()));
            EvidenceView.dialogueFacts(result.outcome(), facts);
        } else {
            add(facts, "Addresses", String.valueOf(result.addresses().size()));
        }
        result.target().labels().forEach((name, value) -> add(facts, printable(name), value));
        Instant started = result.startedAt();
        add(facts, "Checked at", started == null ? null : Wording.timestamp(started));
        add(facts, "Attempts", Integer.toString(result.attempts()));
        add(facts, "Duration, with waits", result.attempts() == 0 ? null : Wording.duration(result.duration()));
        return facts;
    }

    /** Adds a fact whose value is known. */
    static void add(List<TargetPage.Fact> facts, String name, @Nullable String value) {
        if (value != null) {
            facts.add(new TargetPage.Fact(name, printable(value)));
        }
    }

    /** The findings as the page shows them. */
    static List<TargetPage.FindingPart> findings(List<Finding> findings) {
        return findings.stream()
                .map(each -> new TargetPage.FindingPart(
                        each.kind().label(),
                        each.severity().label(),
                        each.subject() == null ? null : printable(each.subject()),
                        printable(each.sentence()),
                        TargetFilter.ALL.withFinding(each.kind().label()).url(HOME)))
                .toList();
    }

    /** What neither a finding nor an exemption says. With several addresses, each has its own. */
    private List<String> reasons(List<String> exemptions) {
        if (!result.addresses().isEmpty()) {
            return List.of();
        }
        return Why.beside(assessment, result.observation()).stream()
                .map(TargetView::printable)
                .filter(each -> exemptions.stream().noneMatch(each::startsWith))
                .toList();
    }

    /** The exemptions of all addresses. */
    private List<String> exemptions() {
        Set<ExemptVerb> all = new LinkedHashSet<>(assessment.exempt());
        result.addresses().forEach(each -> all.addAll(each.assessment().exempt()));
        return all.stream().map(TargetView::exemption).toList();
    }

    private static String exemption(ExemptVerb each) {
        String what = switch (each.state()) {
            case USED -> " is missing, but exempt";
            case IDLE -> " is exempt, but does not need to be";
            case EXPIRED -> " was exempt";
        };
        return printable(each.exemption().behind(each.exemption().verb() + what));
    }

    private TargetPage.@Nullable Changes changes() {
        Instant since = index.shown().before().since();
        return since == null
                ? null
                : new TargetPage.Changes(
                        Wording.timestamp(since),
                        line.changes().stream().map(StatusView::sentence).toList());
    }

    /** Text for the page: printable, and cut at {@link #MOST_CHARS} characters. */
    static String printable(String text) {
        return Printable.escape(text, MOST_CHARS);
    }
}
