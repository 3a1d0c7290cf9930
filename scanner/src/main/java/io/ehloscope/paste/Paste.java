package io.ehloscope.paste;

import io.ehloscope.smtp.Reply;
import io.ehloscope.text.Printable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Dialogues as users paste them: from a telnet window, a protocol log, nmap, or an email; with or without the greeting
 * and the commands; with any regular decoration of the lines; or only a list of verbs.
 *
 * @param transcripts the dialogues in the paste, in their order; empty if it has no reply
 * @param ignored lines that were not understood, at most {@value #MAX_IGNORED}; commands and blank lines are not
 *     included
 * @param moreIgnored the number of further ignored lines
 * @param closest the line that looks most like a reply, if there is no dialogue; null if none looks like one
 */
public record Paste(
        List<PastedTranscript> transcripts,
        List<Ignored> ignored,
        int moreIgnored,
        @Nullable Ignored closest) {

    /** The largest number of ignored lines that are kept. */
    public static final int MAX_IGNORED = 1_000;

    /** The largest number of lines that are read; blank lines do not count. */
    public static final int MAX_LINES = PastedRows.MAX_ROWS;

    private static final int SHOWN = 200;

    /** The number of lines among which the closest one is searched. */
    private static final int SEARCHED = 10_000;

    /** Signs of a reply, the strongest first. */
    private static final List<Pattern> SIGNS = List.of(
            Pattern.compile(ReplyGrammar.CODE + "[ -]?[^A-Za-z0-9]{0,3}" + ReplyGrammar.KNOWN_VERB),
            Pattern.compile("(?<!\\d)" + ReplyGrammar.CODE + "-\\S"),
            Pattern.compile("(?<!\\d)2[25]0(?!\\d)"),
            Pattern.compile("(?<![A-Za-z])" + ReplyGrammar.KNOWN_VERB),
            Pattern.compile("(?i)(?<!\\d)" + ReplyGrammar.CODE + "(?!\\d)|\\bE?SMTP\\b|\\bEHLO\\b"));

    /**
     * A line that was not understood.
     *
     * @param number the line number, from 1
     * @param text the line as pasted, cut, not escaped
     */
    public record Ignored(int number, String text) {}

    /** Copies the lists. */
    public Paste {
        transcripts = List.copyOf(transcripts);
        ignored = List.copyOf(ignored);
    }

    /**
     * Reads a paste. Never fails; takes time and memory in proportion to the text, and reads at most {@value
     * #MAX_LINES} lines.
     */
    public static Paste read(String text) {
        List<PastedRow> rows = PastedRows.of(text);
        List<PastedLine> lines = PastedLines.of(rows);
        List<PastedTranscript> transcripts = new ArrayList<>();
        List<PastedLine> ignored = new ArrayList<>();
        for (List<PastedLine> stream : Streams.split(lines)) {
            PastedDialogues dialogues = new PastedDialogues();
            stream.forEach(dialogues::take);
            dialogues.end();
            transcripts.addAll(dialogues.transcripts());
            ignored.addAll(dialogues.ignored());
        }
        if (transcripts.stream().noneMatch(PastedTranscript::isAnswered)) {
            Reply greeting = transcripts.isEmpty() ? null : transcripts.get(0).greeting();
            List<PastedTranscript> lists = ListReading.of(lines, greeting, ignored);
            transcripts = lists.isEmpty() ? transcripts : lists;
        }
        transcripts = judged(withoutParts(transcripts));
        if (rows.size() == MAX_LINES) {
            transcripts = transcripts.stream().map(Paste::partly).toList();
        }
        List<Ignored> shown = ignored.stream()
                .map(PastedLine::row)
                .sorted(Comparator.comparingInt(PastedRow::number))
                .map(Paste::ignored)
                .distinct()
                .toList();
        int kept = Math.min(shown.size(), MAX_IGNORED);
        Ignored closest = transcripts.isEmpty() ? closest(rows) : null;
        return new Paste(transcripts, shown.subList(0, kept), shown.size() - kept, closest);
    }

    /** Without fragments of lists, as instructions quote them, if a whole list has all their verbs. */
    private static List<PastedTranscript> withoutParts(List<PastedTranscript> all) {
        List<Reply> whole = all.stream()
                .map(PastedTranscript::ehlo)
                .filter(each -> each != null && each.isPositive() && PastedTranscript.isWhole(each))
                .toList();
        return all.stream()
                .filter(each -> !each.isFragment()
                        || whole.stream().noneMatch(list -> keywords(list).containsAll(keywords(each.ehlo()))))
                .toList();
    }

    private static Set<String> keywords(@Nullable Reply list) {
        Set<String> all = new HashSet<>();
        if (list != null) {
            list.lines().forEach(each -> all.add(ReplyGrammar.keyword(each.text())));
        }
        return all;
    }

    /** Without connections to a server that has answered on another one, if they end before EHLO is answered. */
    private static List<PastedTranscript> judged(List<PastedTranscript> all) {
        Set<String> answered = new HashSet<>();
        all.stream()
                .filter(PastedTranscript::isAnswered)
                .map(PastedTranscript::host)
                .forEach(answered::add);
        return all.stream()
                .filter(each -> each.isAnswered()
                        || each.greeting() == null
                        || !each.greeting().isPositive()
                        || each.host() == null
                        || !answered.contains(each.host()))
                .toList();
    }

    private static PastedTranscript partly(PastedTranscript read) {
        List<String> remarks = new ArrayList<>(read.remarks());
        remarks.add("Only the first " + MAX_LINES + " lines of the paste were read.");
        return new PastedTranscript(
                read.greeting(),
                read.ehlo(),
                read.helo(),
                read.starttls(),
                read.ehloTls(),
                read.isTlsFromStart(),
                remarks);
    }

    private static @Nullable Ignored closest(List<PastedRow> rows) {
        List<PastedRow> first = rows.subList(0, Math.min(rows.size(), SEARCHED));
        for (Pattern sign : SIGNS) {
            for (PastedRow row : first) {
                if (sign.matcher(row.text()).find()) {
                    return ignored(row);
                }
            }
        }
        return null;
    }

    private static Ignored ignored(PastedRow row) {
        return new Ignored(row.number(), Printable.cut(row.pasted().strip(), SHOWN));
    }
}
