package io.ehloscope.paste;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes the lines of several processes and connections apart that a log has interleaved. Each line names its process or
 * connection before the line itself: as a column of a protocol log, as {@code program[pid]}, as {@code service |}, as a
 * session number, or as a client's port.
 */
final class Streams {

    /** What {@link PastedRows} puts before the name of a connection that has a column of its own. */
    static final String CONNECTION = "connection #";

    private static final List<Pattern> NAMES = List.of(
            Pattern.compile("^(" + CONNECTION + ".+)$"),
            Pattern.compile("([\\w./-]+\\[\\d+\\]):\\s"),
            Pattern.compile("^\\s*([A-Za-z][\\w.-]*)\\s+\\|\\s"),
            Pattern.compile("\\s\\[(\\d{3,})(?:[:.]\\d+)?\\]\\s"),
            Pattern.compile("remote\\.port=(\\d+)"),
            Pattern.compile("\\b(?:conn|connection|session|sid)(?:[ _-]?id)?\\s?[=#]\\s?\"?([\\w-]+)"));

    /** A name has one of these after it, or around it. */
    private static final String MARKS = "[|=#<>";

    /** A proxy's log, with the dialogue of each side. */
    private static final Pattern SIDE = Pattern.compile("\\b(?i:(client|server))\\s*[<>]\\s");

    private Streams() {}

    /** The name of the process or connection of a row; null if the row does not show it. */
    static @Nullable String of(PastedRow row) {
        String whole = row.before().isEmpty() ? head(row.text()) : row.before();
        if (whole.chars().noneMatch(c -> MARKS.indexOf(c) >= 0)) {
            return null;
        }
        for (Pattern each : NAMES) {
            Matcher name = each.matcher(whole);
            if (name.find()) {
                return side(whole, name.group(1));
            }
        }
        return side(whole, null);
    }

    private static @Nullable String side(String whole, @Nullable String name) {
        Matcher side = SIDE.matcher(whole);
        return side.find() ? (name == null ? "" : name) + "/" + side.group(1).toLowerCase(Locale.ROOT) : name;
    }

    private static String head(String text) {
        return text.substring(0, Math.min(text.length(), 160));
    }

    /**
     * The lines of each stream. Lines without a name belong to the stream of the line before them; so do streams
     * without replies, unless they have no commands either: those are notes of other programs.
     */
    static List<List<PastedLine>> split(List<PastedLine> lines) {
        Map<String, Integer> replies = new HashMap<>();
        Set<String> commands = new HashSet<>();
        for (PastedLine line : lines) {
            if (line.stream() != null && line.kind() == PastedLine.Kind.REPLY) {
                replies.merge(line.stream(), 1, Integer::sum);
            } else if (line.stream() != null && line.isCommand()) {
                commands.add(line.stream());
            }
        }
        boolean isOne = replies.values().stream().filter(count -> count > 1).count() < 2
                && replies.keySet().stream().noneMatch(name -> name.startsWith(CONNECTION));
        Map<String, List<PastedLine>> streams = new LinkedHashMap<>();
        String last = "";
        for (PastedLine line : lines) {
            String name = line.stream();
            boolean isNote = name != null && !replies.containsKey(name) && !commands.contains(name);
            if (name != null && !isNote) {
                last = isOne ? "" : name;
            }
            streams.computeIfAbsent(isNote ? name : last, none -> new ArrayList<>())
                    .add(line);
        }
        return new ArrayList<>(streams.values());
    }
}
