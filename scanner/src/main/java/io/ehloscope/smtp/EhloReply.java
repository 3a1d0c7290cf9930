package io.ehloscope.smtp;

import io.ehloscope.text.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A positive reply to EHLO: the greeting line, the verbs (RFC 5321 section 4.1.1.1, {@code ehlo-ok-rsp}), and every
 * deviation from the grammar.
 *
 * @param greeting the text of the greeting line; null if there is none
 * @param verbs the verbs in wire order
 * @param endsWithOk whether the list ends with {@code 250 OK}, the terminator of the Windows SMTP service, which is not
 *     a verb
 * @param oddities one sentence for each deviation, at most {@value #MAX_ODDITIES} and a last one that counts the rest;
 *     server text in them is cut but not escaped
 */
public record EhloReply(@Nullable String greeting, VerbSet verbs, boolean endsWithOk, List<String> oddities) {

    /** The largest number of deviations that are listed; the rest are counted. */
    public static final int MAX_ODDITIES = 12;

    private static final int SHOWN = 80;
    private static final int USUAL_CODE = 250;

    /**
     * Keywords that are recognized as verbs, not as host names, on the first line: some servers put a verb before the
     * greeting, and pasted lists often begin with their first verb. Contains IANA's registry and the additions of the
     * Microsoft, Postfix, and sendmail families.
     */
    public static final Set<String> WELL_KNOWN = Set.of(
            "8BITMIME",
            "ATRN",
            "AUTH",
            "BINARYMIME",
            "BURL",
            "CHECKPOINT",
            "CHUNKING",
            "CONNEG",
            "CONPERM",
            "DELIVERBY",
            "DSN",
            "ENHANCEDSTATUSCODES",
            "ETRN",
            "EXPN",
            "FUTURERELEASE",
            "HELP",
            "LIMITS",
            "MT-PRIORITY",
            "MTRK",
            "NO-SOLICITING",
            "PIPELINING",
            "REQUIRETLS",
            "RRVS",
            "SIZE",
            "SMTPUTF8",
            "STARTTLS",
            "SUBMITTER",
            "TLS",
            "TURN",
            "UTF8SMTP",
            "VERB",
            "VRFY",
            "X-ANONYMOUSTLS",
            "X-EXCHANGEAUTH",
            "X-EXPS",
            "X-LINK2STATE",
            "XAUTH",
            "XCLIENT",
            "XEXCH50",
            "XFORWARD",
            "XORAR",
            "XRDST",
            "XSHADOW",
            "XSHADOWREQUEST");

    /** Copies the deviations. */
    public EhloReply {
        oddities = List.copyOf(oddities);
    }

    /** Reads a reply whose code is positive; lines with other codes are read too, and reported as deviations. */
    public static EhloReply of(Reply reply) {
        return new Reading(reply).result();
    }

    /** Whether a line begins with the keyword of a known extension, without a param joined by {@code =}. */
    public static boolean isWellKnownVerb(ReplyLine line) {
        return WELL_KNOWN.contains(
                EhloText.keyword(EhloText.firstWord(line.text().strip())));
    }

    /**
     * Whether a line behind the apparent end of a list can belong to it: it begins with a known verb, or with an unknown
     * one in upper case. Anything else is prose, and may answer another command.
     */
    public static boolean canContinueList(ReplyLine line) {
        String text = line.text().strip();
        String name = EhloText.firstWord(text);
        return isWellKnownVerb(line)
                || (name.length() > 1
                        && name.equals(Verb.key(name))
                        && isKeyword(name)
                        && !EhloText.isProse(text, name));
    }

    /**
     * Whether a word is an {@code ehlo-keyword}, with the {@code =} of {@code AUTH=LOGIN} and the underscore that
     * some servers write.
     */
    private static boolean isKeyword(String word) {
        int glue = word.indexOf('=');
        int end = glue < 0 ? word.length() : glue;
        for (int i = 0; i < end; i++) {
            char c = word.charAt(i);
            boolean alphanumeric = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
            if (!alphanumeric && (i == 0 || (c != '-' && c != '_'))) {
                return false;
            }
        }
        return end > 0;
    }

    /** One pass over the lines. */
    private static final class Reading {
        private final List<ReplyLine> lines;
        private final int code;
        private final List<Verb> verbs = new ArrayList<>();
        private final List<String> oddities = new ArrayList<>();
        private @Nullable String greeting;
        private boolean endsWithOk;

        Reading(Reply reply) {
            lines = reply.lines();
            code = reply.code();
            for (int i = 0; i < lines.size(); i++) {
                checkCode(lines.get(i), i == lines.size() - 1);
                line(i, lines.get(i).text().strip());
            }
            checkReply();
        }

        EhloReply result() {
            int more = oddities.size() - MAX_ODDITIES;
            List<String> listed = oddities;
            if (more > 0) {
                listed = new ArrayList<>(oddities.subList(0, MAX_ODDITIES));
                listed.add("and " + more + " more deviations");
            }
            return new EhloReply(greeting, new VerbSet(verbs), endsWithOk, listed);
        }

        private void line(int index, String text) {
            boolean last = index == lines.size() - 1;
            if (index == 0 && !startsWithVerb(text)) {
                greetingLine(text);
            } else if (index > 0 && last && text.equalsIgnoreCase("OK")) {
                endsWithOk = true;
            } else if (index == 1 && greeting == null && EhloText.isLateGreeting(text)) {
                greeting = text;
                oddities.add("the greeting line " + quoted(text) + " comes after the first verb");
            } else if (!text.isEmpty()) {
                verb(text);
            } else if (!last) {
                oddities.add("an empty line in the list");
            }
        }

        /**
         * Whether the first line is a verb rather than the greeting. A host can have the name of a verb: then the line
         * is one bare word, and the verb itself comes later.
         */
        private boolean startsWithVerb(String text) {
            String word = EhloText.firstWord(text);
            String keyword = EhloText.keyword(word);
            if (!WELL_KNOWN.contains(keyword) || EhloText.greets(text)) {
                return false;
            }
            return !(text.equals(word) && comesLater(keyword));
        }

        private boolean comesLater(String keyword) {
            return lines.stream()
                    .skip(1)
                    .anyMatch(line ->
                            Verb.key(EhloText.firstWord(line.text().strip())).equals(keyword));
        }

        private void greetingLine(String text) {
            greeting = text;
            if (text.isEmpty()) {
                oddities.add("the greeting line is empty");
                return;
            }
            String verb = EhloText.verbBehindHost(text);
            if (verb != null && !comesLater(EhloText.keyword(EhloText.firstWord(verb)))) {
                oddities.add(quoted(verb) + " is on the greeting line, where clients do not look for it");
                verb(verb);
            }
        }

        private void verb(String text) {
            String bare = text;
            if (bare.endsWith(" *")) {
                bare = bare.substring(0, bare.length() - 2).strip();
                oddities.add("a footnote mark after " + quoted(bare));
            }
            String withoutBrackets = removeBrackets(bare);
            if (!withoutBrackets.equals(bare)) {
                oddities.add("a remark in brackets after " + quoted(withoutBrackets));
            }
            String name = EhloText.firstWord(withoutBrackets);
            if (!isKeyword(name)) {
                oddities.add(quoted(text) + " is not a verb");
                return;
            }
            if (!WELL_KNOWN.contains(EhloText.keyword(name))) {
                if (EhloText.isProse(withoutBrackets, name)) {
                    oddities.add(quoted(text) + " is not a verb");
                    return;
                }
                String split = EhloText.splitVerb(withoutBrackets, name);
                if (split != null) {
                    oddities.add(quoted(text) + " is " + split + " with a blank in it, which clients do not recognize");
                }
            }
            verbs.add(Verb.of(withoutBrackets, name));
        }

        /** Removes text in brackets at the end if it has more than one word. */
        private static String removeBrackets(String text) {
            int open = text.endsWith("]") ? text.lastIndexOf('[') : -1;
            boolean hasSeveralWords = open > 1 && text.charAt(open - 1) == ' ' && text.indexOf(' ', open) > 0;
            return hasSeveralWords ? text.substring(0, open).strip() : text;
        }

        private void checkCode(ReplyLine line, boolean last) {
            if (line.code() == 0) {
                oddities.add("a line without a reply code: " + quoted(line.raw().strip()));
            } else if (line.code() != code) {
                oddities.add("reply code " + line.code() + " on "
                        + quoted(line.raw().strip()) + ", " + code + " at the end");
            }
            if (line.separator() == ReplyLine.Separator.MISSING) {
                oddities.add("no separator between code and text: "
                        + quoted(line.raw().strip()));
            }
            if (line.isLast() && !last) {
                oddities.add(quoted(line.raw().strip()) + " is marked as the last line, but more lines follow");
            }
        }

        private void checkReply() {
            if (code != USUAL_CODE) {
                oddities.add("EHLO was answered with reply code " + code + " instead of " + USUAL_CODE);
            }
            if (greeting == null) {
                oddities.add("no greeting line: the reply begins with its first verb");
            }
            if (!lines.get(lines.size() - 1).isLast()) {
                oddities.add("the reply does not end: its last line announces another line");
            }
        }

        private static String quoted(String text) {
            return "\"" + Printable.cut(text, SHOWN) + "\"";
        }
    }
}
