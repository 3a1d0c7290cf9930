package io.ehloscope.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A positive reply to EHLO, read as a person would: the greeting line apart from the verbs (RFC 5321 section 4.1.1.1,
 * {@code ehlo-ok-rsp}), and every way in which it strays from the grammar said aloud.
 *
 * @param greeting the text of the greeting line; null where there is none
 * @param verbs the verbs in wire order
 * @param endsWithOk whether the list ends with {@code 250 OK}, the terminator of the Windows SMTP service, which is no
 *     verb
 * @param oddities sentences, one for each way the reply strays
 */
public record EhloReply(@Nullable String greeting, VerbSet verbs, boolean endsWithOk, List<String> oddities) {

    /**
     * Keywords that are told from a host name when they stand on the first line: some servers put a verb before the
     * greeting, and pasted lists often begin with their first verb.
     */
    private static final Set<String> WELL_KNOWN = Set.of(
            "8BITMIME",
            "ATRN",
            "AUTH",
            "BINARYMIME",
            "CHUNKING",
            "DELIVERBY",
            "DSN",
            "ENHANCEDSTATUSCODES",
            "ETRN",
            "HELP",
            "PIPELINING",
            "REQUIRETLS",
            "SIZE",
            "SMTPUTF8",
            "STARTTLS",
            "TURN",
            "VRFY",
            "X-ANONYMOUSTLS",
            "X-EXPS",
            "X-LINK2STATE",
            "XCLIENT",
            "XEXCH50",
            "XFORWARD",
            "XRDST",
            "XSHADOW");

    /** {@code ehlo-keyword}, with the "=" of {@code AUTH=LOGIN} and the underscore that some servers write. */
    private static final Pattern KEYWORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]*(=\\S*)?");

    private static final Pattern REMARK = Pattern.compile("\\s+\\[[^\\]]*\\s[^\\]]*\\]\\s*$");
    private static final Pattern GREETS = Pattern.compile(
            "(?i)\\b(hello|hi|pleased|welcome|greets|service|services|at your|nice to|supports)\\b|\\[[0-9a-fx.:]+\\]");
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    /** Copies the oddities. */
    public EhloReply {
        oddities = List.copyOf(oddities);
    }

    /** Reads a reply whose code is positive; lines with other codes are read too, and reported. */
    public static EhloReply of(Reply reply) {
        return new Reading(reply).result();
    }

    /** One pass over the lines. */
    private static final class Reading {
        private final List<Verb> verbs = new ArrayList<>();
        private final List<String> oddities = new ArrayList<>();
        private final int usualCode;
        private @Nullable String greeting;
        private boolean endsWithOk;

        Reading(Reply reply) {
            usualCode = reply.code();
            List<ReplyLine> lines = reply.lines();
            for (int i = 0; i < lines.size(); i++) {
                line(lines.get(i), i == 0, i == lines.size() - 1);
            }
        }

        EhloReply result() {
            if (greeting == null && !verbs.isEmpty()) {
                oddities.add("no greeting line: the reply begins with its first verb");
            }
            return new EhloReply(greeting, new VerbSet(verbs), endsWithOk, oddities);
        }

        private void line(ReplyLine line, boolean first, boolean last) {
            remarkOnCode(line, last);
            String text = line.text().strip();
            if (!first && last && text.equalsIgnoreCase("OK")) {
                endsWithOk = true;
            } else if (first && !isVerb(text)) {
                greeting = text;
                if (text.isEmpty()) {
                    oddities.add("the greeting line is empty");
                }
            } else if (greeting == null && !first && !isVerb(text)) {
                greeting = text;
                oddities.add("the greeting line \"" + text + "\" stands behind the first verb");
            } else if (!text.isEmpty()) {
                verb(text);
            } else if (!last) {
                oddities.add("an empty line in the list");
            }
        }

        /** Whether a line at the head of a reply is a verb rather than the greeting. */
        private boolean isVerb(String text) {
            if (GREETS.matcher(text).find()) {
                return false;
            }
            String word = BLANKS.split(text, 2)[0];
            int glue = word.indexOf('=');
            String keyword = Verb.key(glue < 0 ? word : word.substring(0, glue));
            return WELL_KNOWN.contains(keyword)
                    || (greeting == null
                            && !verbs.isEmpty()
                            && KEYWORD.matcher(word).matches());
        }

        private void verb(String text) {
            String bare = text;
            if (bare.endsWith(" *")) {
                bare = bare.substring(0, bare.length() - 2).strip();
                oddities.add("a footnote mark behind " + bare);
            }
            String unremarked = REMARK.matcher(bare).replaceFirst("");
            if (!unremarked.equals(bare)) {
                oddities.add("a remark in brackets behind " + unremarked);
            }
            String[] words = BLANKS.split(unremarked, -1);
            if (!KEYWORD.matcher(words[0]).matches()) {
                oddities.add("\"" + text + "\" is not a verb");
                return;
            }
            verbs.add(new Verb(words[0], List.of(words).subList(1, words.length)));
        }

        private void remarkOnCode(ReplyLine line, boolean last) {
            if (line.code() == 0) {
                oddities.add("a line without a reply code: \"" + line.raw().strip() + "\"");
            } else if (line.code() != usualCode) {
                oddities.add("reply code " + line.code() + " on \"" + line.raw().strip() + "\", " + usualCode
                        + " at the end");
            }
            if (line.isLast() && !last) {
                oddities.add("\"" + line.raw().strip() + "\" is written as the last line, but more lines follow");
            }
        }
    }
}
