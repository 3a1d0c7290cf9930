package io.ehloscope.web.pages;

import io.jstach.jstache.JStache;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The page of one target, as its template names things. Text is printable, and is escaped for HTML by the template.
 *
 * @param style the style sheet
 * @param script the script
 * @param version the program's
 * @param target which
 * @param verdict its verdict
 * @param meaning half a sentence on it
 * @param facts what it is and what answers
 * @param reasons what the verdict rests on, the weightiest first
 * @param advice what is behind such a verdict and what to do; null for what is no finding
 * @param verbs the verbs that are missing, or there although they are forbidden
 * @param exemptions what is accepted, until when and why
 * @param masked lines that a middlebox rewrote
 * @param changes what changed since the scan before; null where there is none to compare with
 * @param timeline what the history has on it, the newest first; empty where there is none
 * @param offers what it offers, before and inside TLS
 * @param tls what the handshake showed
 * @param timings how long each stage took
 * @param dialogue the evidence, line by line
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
        @Nullable Advice advice,
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
     * Something known.
     *
     * @param name what
     * @param text as it is
     * @param url a page about it; null for none
     */
    record Fact(String name, String text, @Nullable String url) {

        /** Something that no page is about. */
        Fact(String name, String text) {
            this(name, text, null);
        }
    }

    /**
     * What is known about a verdict.
     *
     * @param meaning one or two sentences
     * @param causes what can be behind it
     * @param remedies what to do, in order
     * @param never what not to do
     * @param source where this is known from
     */
    record Advice(String meaning, List<String> causes, List<String> remedies, List<String> never, String source) {

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
     * A verb that is not as it should be.
     *
     * @param name the verb, a param behind it
     * @param state missing or forbidden
     * @param severity how much it matters; null for a forbidden verb
     * @param about what is known about it; null for nothing
     */
    record VerbPart(
            String name,
            String state,
            @Nullable String severity,
            @Nullable About about) {}

    /**
     * What is known about a verb.
     *
     * @param meaning what it is for
     * @param component what provides it; null where that is not known
     * @param breaks what does not work without it; null for a verb that is there
     * @param harmless when its absence is harmless
     * @param remedies what to do, in order
     * @param source where this is known from
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
     * What changed.
     *
     * @param since the scan that it is held against
     * @param sentences one for each change
     */
    record Changes(String since, List<String> sentences) {}

    /**
     * Something that the history has.
     *
     * @param at when it was seen, ISO 8601
     * @param sentence what changed
     */
    record Event(String at, String sentence) {}

    /**
     * A reply to EHLO.
     *
     * @param title before or inside TLS
     * @param verbs in the server's order and spelling
     */
    record Offer(String title, List<String> verbs) {}

    /**
     * A line of the dialogue.
     *
     * @param at since its beginning
     * @param who we, server or event
     * @param line what was said
     */
    record Line(String at, String who, String line) {}
}
