package io.ehloscope.paste;

import io.ehloscope.smtp.Reply;
import io.ehloscope.text.Printable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A dialogue as users paste it: from a telnet window, a protocol log, nmap, or an email; with or without the greeting
 * and the commands; with marks, times, and numbers before lines; or only a list of verbs.
 *
 * @param greeting the first reply, if it is a greeting or a refusal instead of one; null if there is none
 * @param ehlo the last reply to EHLO before TLS, positive or not; null if there is none
 * @param helo the reply to HELO; null if there is none
 * @param starttls the reply to STARTTLS; null if there is none
 * @param ehloTls the last reply to EHLO inside TLS; null if there is none
 * @param ignored lines that were not understood, at most {@value #MAX_IGNORED}; commands and blank lines are not
 *     included
 * @param moreIgnored the number of further ignored lines
 * @param remarks sentences on how the paste was read, if that is not obvious
 */
public record PastedTranscript(
        @Nullable Reply greeting,
        @Nullable Reply ehlo,
        @Nullable Reply helo,
        @Nullable Reply starttls,
        @Nullable Reply ehloTls,
        List<Ignored> ignored,
        int moreIgnored,
        List<String> remarks) {

    /** The largest number of ignored lines that are kept. */
    public static final int MAX_IGNORED = 1_000;

    /** The largest number of lines that are read; blank lines do not count. */
    public static final int MAX_LINES = 100_000;

    private static final int SHOWN = 200;

    /** The separator of reply lines that a page has joined into one line. */
    private static final Pattern RUN_TOGETHER = Pattern.compile("[ \t]+(?=250[ -][A-Za-z0-9])");

    private static final Pattern SEVERAL = Pattern.compile("250-\\S.*?[ \t]250-\\S.*[ \t]250[ -]\\S.*");

    private static final Pattern SPELLED_ENDS = Pattern.compile("(?:\\\\r)?\\\\n(?=[2-5]\\d\\d[ -])");

    /**
     * A line that was not understood.
     *
     * @param number the line number, from 1
     * @param text the line as pasted, cut, not escaped
     */
    public record Ignored(int number, String text) {}

    /** Copies the lists. */
    public PastedTranscript {
        ignored = List.copyOf(ignored);
        remarks = List.copyOf(remarks);
    }

    static PastedTranscript of(
            @Nullable Reply greeting,
            @Nullable Reply ehlo,
            @Nullable Reply helo,
            @Nullable Reply starttls,
            @Nullable Reply ehloTls,
            List<PastedLine> ignored,
            List<String> remarks) {
        List<Ignored> shown = ignored.stream()
                .sorted(Comparator.comparingInt(PastedLine::number))
                .limit(MAX_IGNORED)
                .map(line -> new Ignored(line.number(), cut(line.pasted())))
                .toList();
        return new PastedTranscript(
                greeting, ehlo, helo, starttls, ehloTls, shown, ignored.size() - shown.size(), remarks);
    }

    /** Whether the paste has no reply. */
    public boolean isEmpty() {
        return greeting == null && ehlo == null && helo == null && ehloTls == null;
    }

    /**
     * Reads a paste. Never fails; takes time and memory in proportion to the text, and reads at most {@value
     * #MAX_LINES} lines.
     */
    public static PastedTranscript read(String text) {
        List<PastedLine> lines = lines(text);
        List<String> remarks = new ArrayList<>();
        if (lines.size() == MAX_LINES) {
            remarks.add("Only the first " + MAX_LINES + " lines of the paste were read.");
        }
        List<PastedLine> other = otherConnections(lines);
        if (!other.isEmpty()) {
            remarks.add("The log contains several connections; the first one with a reply to EHLO was read.");
            lines.removeAll(Set.copyOf(other));
        }
        PastedDialogue dialogue = new PastedDialogue();
        lines.forEach(dialogue::take);
        dialogue.end();
        if (dialogue.hasNoAnswer()) {
            PastedTranscript list = ListReading.of(lines, other, dialogue.greeting(), remarks);
            if (list != null) {
                return list;
            }
        }
        return dialogue.transcript(other, remarks);
    }

    private static List<PastedLine> lines(String text) {
        List<PastedLine> lines = new ArrayList<>();
        int number = 0;
        for (int at = 0; at < text.length() && lines.size() < MAX_LINES; number++) {
            int end = text.indexOf('\n', at);
            int stop = end < 0 ? text.length() : end;
            String line = text.substring(at, Math.min(stop, at + 8 * PastedLine.MAX_CHARS));
            if (!line.isBlank()) {
                add(lines, number + 1, line);
            }
            at = stop + 1;
        }
        return lines;
    }

    /** Splits a line that holds a whole reply: a log of a program can spell out line ends, and a page can lose them. */
    private static void add(List<PastedLine> lines, int number, String line) {
        if (line.indexOf('\\') >= 0) {
            addSplit(lines, number, line, SPELLED_ENDS);
        } else if (line.contains(" 250") && SEVERAL.matcher(line.strip()).matches()) {
            addSplit(lines, number, line.strip(), RUN_TOGETHER);
        } else {
            lines.add(PastedLine.of(number, line));
        }
    }

    private static void addSplit(List<PastedLine> lines, int number, String line, Pattern by) {
        for (String each : by.split(line, -1)) {
            lines.add(PastedLine.of(number, each));
        }
    }

    /** The lines of a protocol log that belong to another connection than the first line of a positive reply. */
    private static List<PastedLine> otherConnections(List<PastedLine> lines) {
        String first = lines.stream()
                .filter(line -> line.text().startsWith("250"))
                .map(PastedLine::connection)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        return first == null
                ? List.of()
                : lines.stream()
                        .filter(line ->
                                line.connection() != null && !line.connection().equals(first))
                        .toList();
    }

    private static String cut(String line) {
        String stripped = line.strip();
        return Printable.cut(stripped, SHOWN);
    }
}
