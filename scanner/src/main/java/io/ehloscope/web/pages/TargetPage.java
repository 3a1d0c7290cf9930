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
 * @param severity the severity of the worst finding; null without findings
 * @param facts site, product, profile, address and other facts
 * @param findings everything that is wrong, the most severe first
 * @param advice the explanation of each finding that is not about a verb
 * @param verbs the verbs that are missing, and those that are offered although they are forbidden
 * @param reasons further observations, the most important first
 * @param exemptions the exemptions, with their end and reason
 * @param changes the changes since the previous scan; null if there is none to compare with
 * @param timeline the changes in the history, newest first; empty without history
 * @param evidence what the dialogue showed or, if all addresses were probed, what each of them showed, the worst first
 * @param json the URL of this result as JSON
 * @param probe the URL that probes the target; null if it cannot be probed
 */
@JStache(path = "io/ehloscope/web/pages/target.mustache")
record TargetPage(
        String style,
        String script,
        String version,
        String target,
        String verdict,
        String meaning,
        @Nullable String severity,
        List<Fact> facts,
        List<FindingPart> findings,
        List<Advice> advice,
        List<VerbPart> verbs,
        List<String> reasons,
        List<String> exemptions,
        @Nullable Changes changes,
        List<Event> timeline,
        List<Evidence> evidence,
        String json,
        @Nullable String probe) {

    boolean hasReasons() {
        return !reasons.isEmpty();
    }

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

    /**
     * A finding.
     *
     * @param finding the label of the finding
     * @param severity the label of the severity
     * @param subject the verb, certificate, version or cipher suite; null if it is about the target as a whole
     * @param sentence what was seen
     * @param url the page that lists the targets with this finding
     */
    record FindingPart(
            String finding, String severity, @Nullable String subject, String sentence, String url) {}

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
     * The explanation of a finding. Each sentence is a list of pieces, of which the commands are marked.
     *
     * @param finding the label of the finding
     * @param addresses the addresses that it is about; null if it is about the whole target
     * @param meaning one or two sentences
     * @param breaks what does not work
     * @param causes the possible causes
     * @param remedies the steps to take, in order
     * @param never the steps to avoid
     * @param source the source of the explanation
     */
    record Advice(
            String finding,
            @Nullable String addresses,
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
     * @param severity the severity; null if it is not a finding
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
     * What the dialogue with one address showed.
     *
     * @param number the position on the page, from 0
     * @param address the address; null if the page is about one dialogue only
     * @param verdict the label of the verdict on this address
     * @param severity the severity of the worst finding of this address; null without findings
     * @param findings the findings of this address; empty if the page is about one dialogue only
     * @param reasons further observations; empty if the page is about one dialogue only
     * @param facts product, failure, greeting and other facts
     * @param masked the lines that a middlebox rewrote
     * @param offered the verbs
     * @param tls the TLS version, cipher and certificate
     * @param timings the duration of each stage
     * @param dialogue the lines of the transcript
     */
    record Evidence(
            int number,
            @Nullable String address,
            String verdict,
            @Nullable String severity,
            List<FindingPart> findings,
            List<String> reasons,
            List<Fact> facts,
            List<String> masked,
            Offered offered,
            Facts tls,
            Facts timings,
            Dialogue dialogue) {

        boolean hasReasons() {
            return !reasons.isEmpty();
        }

        boolean hasFacts() {
            return !facts.isEmpty();
        }

        boolean hasMasked() {
            return !masked.isEmpty();
        }
    }

    /**
     * The verbs that are offered.
     *
     * @param replies the EHLO replies, before TLS and inside TLS
     * @param none why there are none; null if there are some
     */
    record Offered(List<Offer> replies, @Nullable String none) {}

    /**
     * Facts, or the reason why there are none.
     *
     * @param facts the facts
     * @param none why there are none; null if there are some
     */
    record Facts(List<Fact> facts, @Nullable String none) {}

    /**
     * A dialogue.
     *
     * @param entries its lines
     * @param none why there are none; null if there are some
     */
    record Dialogue(List<Line> entries, @Nullable String none) {}

    /**
     * The verbs of an EHLO reply.
     *
     * @param title before or inside TLS; null if there is only one reply
     * @param verbs the verbs in the server's order and spelling
     */
    record Offer(@Nullable String title, List<String> verbs) {

        boolean someVerbs() {
            return !verbs.isEmpty();
        }
    }

    /**
     * A line of the transcript.
     *
     * @param at the time since the start of the dialogue
     * @param who "we", "server" or "event"
     * @param line the text of the line
     */
    record Line(String at, String who, String line) {}
}
