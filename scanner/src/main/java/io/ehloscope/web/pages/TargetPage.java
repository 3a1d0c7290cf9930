package io.ehloscope.web.pages;

import io.ehloscope.text.Span;
import io.jstach.jstache.JStache;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The model of the target page's template. Texts are printable; the template escapes them for HTML.
 *
 * @param style the style sheet
 * @param script the script
 * @param version the version of the program
 * @param target the id of the target
 * @param verdict the label of the verdict
 * @param meaning a short explanation of the verdict
 * @param facts site, product, profile, address and other facts
 * @param reasons the reasons for the verdict, the most important first
 * @param advice the causes and remedies of each finding, the worst first
 * @param verbs the verbs that are missing, and those that are offered although they are forbidden
 * @param exemptions the exemptions, with their end and reason
 * @param masked the lines that a middlebox rewrote
 * @param changes the changes since the previous scan; null if there is none to compare with
 * @param timeline the changes in the history, newest first; empty without history
 * @param offers the verbs offered before TLS and inside TLS
 * @param tls the TLS version, cipher and certificate
 * @param timings the duration of each stage
 * @param dialogue the lines of the transcript
 */
@JStache(path = "io/ehloscope/web/pages/target.mustache")
record TargetPage(
        String style,
        String script,
        String version,
        String target,
        String verdict,
        String meaning,
        List<Fact> facts,
        List<String> reasons,
        List<Advice> advice,
        List<VerbPart> verbs,
        List<String> exemptions,
        List<String> masked,
        @Nullable Changes changes,
        List<Event> timeline,
        List<Offer> offers,
        List<Fact> tls,
        List<Fact> timings,
        List<Line> dialogue) {

    boolean hasTimeline() {
        return !timeline.isEmpty();
    }

    boolean hasAdvice() {
        return !advice.isEmpty();
    }

    boolean hasVerbs() {
        return !verbs.isEmpty();
    }

    boolean hasExemptions() {
        return !exemptions.isEmpty();
    }

    boolean hasMasked() {
        return !masked.isEmpty();
    }

    boolean hasTls() {
        return !tls.isEmpty();
    }

    boolean hasTimings() {
        return !timings.isEmpty();
    }

    boolean hasDialogue() {
        return !dialogue.isEmpty();
    }

    /**
     * A named fact.
     *
     * @param name the name
     * @param text the value
     * @param url a related page; null for none
     */
    record Fact(String name, String text, @Nullable String url) {

        /** A fact without a related page. */
        Fact(String name, String text) {
            this(name, text, null);
        }
    }

    /**
     * The explanation of a finding. Each sentence is a list of pieces, in which commands are marked.
     *
     * @param title the finding, its severity, and the addresses that have it
     * @param meaning one or two sentences
     * @param breaks what does not work
     * @param causes the possible causes
     * @param remedies the steps to take, in order
     * @param never the steps to avoid
     * @param source the source of the explanation
     */
    record Advice(
            String title,
            List<Span> meaning,
            List<Span> breaks,
            List<List<Span>> causes,
            List<List<Span>> remedies,
            List<List<Span>> never,
            String source) {

        boolean hasCauses() {
            return !causes.isEmpty();
        }

        boolean hasRemedies() {
            return !remedies.isEmpty();
        }

        boolean hasNever() {
            return !never.isEmpty();
        }
    }

    /**
     * A missing or forbidden verb.
     *
     * @param name the verb, with its parameter if one is required
     * @param state "missing" or "forbidden"
     * @param severity the severity; null for a forbidden verb
     * @param about the explanation of the verb; null for none
     */
    record VerbPart(
            String name,
            String state,
            @Nullable String severity,
            @Nullable About about) {}

    /**
     * The explanation of a verb.
     *
     * @param meaning the purpose of the verb
     * @param component the component that provides it; null if unknown
     * @param breaks the effects of its absence; null for a verb that is offered
     * @param harmless the cases in which its absence is harmless
     * @param remedies the steps to take, in order
     * @param source the source of the explanation
     */
    record About(
            String meaning,
            @Nullable String component,
            @Nullable String breaks,
            List<String> harmless,
            List<String> remedies,
            String source) {

        boolean hasHarmless() {
            return !harmless.isEmpty();
        }

        boolean hasRemedies() {
            return !remedies.isEmpty();
        }
    }

    /**
     * The changes since the previous scan.
     *
     * @param since the time of the previous scan
     * @param sentences one for each change
     */
    record Changes(String since, List<String> sentences) {}

    /**
     * A change in the history.
     *
     * @param at the time of the change in ISO 8601
     * @param sentence the change
     */
    record Event(String at, String sentence) {}

    /**
     * The verbs of an EHLO reply.
     *
     * @param title before or inside TLS
     * @param verbs the verbs in the server's order and spelling
     */
    record Offer(String title, List<String> verbs) {}

    /**
     * A line of the transcript.
     *
     * @param at the time since the start of the dialogue
     * @param who "we", "server" or "event"
     * @param line the text of the line
     */
    record Line(String at, String who, String line) {}
}
