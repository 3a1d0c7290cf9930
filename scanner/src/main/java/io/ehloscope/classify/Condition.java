package io.ehloscope.classify;

import io.ehloscope.smtp.EhloReply;
import io.ehloscope.smtp.Verb;
import io.ehloscope.smtp.VerbSet;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A condition on a greeting and an EHLO reply. A part that is not set does not matter; all parts that are set must
 * hold. Without a known EHLO reply, {@code none}, {@code only}, and {@code sorted} hold, and the other parts that
 * concern the reply do not.
 *
 * @param banner matches in the text of the greeting
 * @param greeting matches in the greeting line of the EHLO reply
 * @param all verbs that must all be offered; {@code AUTH NTLM} requires a param too
 * @param any verbs of which at least one must be offered
 * @param none verbs of which none can be offered
 * @param only no verbs other than these can be offered
 * @param spelled verbs of which at least one must be offered in exactly this spelling
 * @param inOrder runs of verbs that must follow each other directly
 * @param sorted verbs that must be in this order if they are offered, with any verbs between them
 * @param endsWithOk whether the list must, or must not, end with {@code 250 OK}
 * @param withoutReply whether it holds only if no EHLO reply is known
 */
public record Condition(
        @Nullable Pattern banner,
        @Nullable Pattern greeting,
        Set<String> all,
        Set<String> any,
        Set<String> none,
        Set<String> only,
        Set<String> spelled,
        List<List<String>> inOrder,
        List<String> sorted,
        @Nullable Boolean endsWithOk,
        boolean withoutReply) {

    /** Copies the collections and converts the names to upper case. */
    public Condition {
        all = folded(all);
        any = folded(any);
        none = folded(none);
        only = folded(only);
        spelled = Set.copyOf(spelled);
        inOrder = inOrder.stream().map(Condition::folded).toList();
        sorted = folded(sorted);
    }

    /** Whether it has a part that only an EHLO reply can fulfill. */
    public boolean isByReply() {
        return greeting != null
                || endsWithOk != null
                || !(all.isEmpty() && any.isEmpty() && spelled.isEmpty() && inOrder.isEmpty());
    }

    /** Whether it holds for a greeting text and a reply; each can be unknown. */
    public boolean holds(@Nullable String greetingText, @Nullable EhloReply reply) {
        if (banner != null
                && (greetingText == null || !banner.matcher(greetingText).find())) {
            return false;
        }
        return reply == null ? !isByReply() : !withoutReply && holds(reply);
    }

    private boolean holds(EhloReply reply) {
        VerbSet verbs = reply.verbs();
        return (greeting == null
                        || (reply.greeting() != null
                                && greeting.matcher(reply.greeting()).find()))
                && (endsWithOk == null || endsWithOk == reply.endsWithOk())
                && count(all, verbs) == all.size()
                && (any.isEmpty() || count(any, verbs) > 0)
                && count(none, verbs) == 0
                && (only.isEmpty() || only.containsAll(verbs.keys()))
                && (spelled.isEmpty() || isSpelled(verbs))
                && hasRuns(verbs.keys())
                && isSorted(verbs.keys());
    }

    /** The number of these that the reply offers. */
    private static int count(Set<String> what, VerbSet verbs) {
        int shown = 0;
        for (String each : what) {
            shown += shows(verbs, each) ? 1 : 0;
        }
        return shown;
    }

    private static boolean shows(VerbSet verbs, String what) {
        int blank = what.indexOf(' ');
        return blank < 0 ? verbs.has(what) : verbs.offers(what.substring(0, blank), what.substring(blank + 1));
    }

    private boolean isSpelled(VerbSet verbs) {
        for (Verb verb : verbs) {
            if (spelled.contains(verb.name())) {
                return true;
            }
        }
        return false;
    }

    private boolean hasRuns(List<String> keys) {
        for (List<String> run : inOrder) {
            if (Collections.indexOfSubList(keys, run) < 0) {
                return false;
            }
        }
        return true;
    }

    private boolean isSorted(List<String> keys) {
        int last = 0;
        for (String key : sorted.isEmpty() ? sorted : keys) {
            int place = sorted.indexOf(key);
            if (place >= 0 && place < last) {
                return false;
            }
            last = Math.max(last, place);
        }
        return true;
    }

    private static List<String> folded(List<String> names) {
        return names.stream().map(Verb::key).toList();
    }

    private static Set<String> folded(Set<String> names) {
        return names.stream().map(Verb::key).collect(Collectors.toUnmodifiableSet());
    }
}
