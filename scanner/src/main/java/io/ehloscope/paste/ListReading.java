package io.ehloscope.paste;

import io.ehloscope.smtp.Reply;
import io.ehloscope.smtp.ReplyLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads a paste without coded reply lines to EHLO: nmap's form, or a list of verbs. */
final class ListReading {

    private static final String TAKEN_AS_WHOLE =
            "The verbs were pasted without reply codes; the list is assumed to be complete.";

    private final List<String> verbs = new ArrayList<>();
    private final List<PastedLine> read = new ArrayList<>();
    private final List<PastedLine> ignored = new ArrayList<>();
    private final List<String> nmap = new ArrayList<>();
    private boolean isInNmap;
    private @Nullable PastedLine greets;

    private ListReading() {}

    /** The transcripts, and the lines that are not part of them; empty, and no change, if there is no list. */
    static List<PastedTranscript> of(List<PastedLine> lines, @Nullable Reply greeting, List<PastedLine> ignored) {
        ListReading reading = new ListReading();
        lines.forEach(reading::take);
        List<Reply> lists = reading.lists();
        if (!lists.isEmpty()) {
            ignored.clear();
            ignored.addAll(reading.ignored);
            if (!reading.nmap.isEmpty()) {
                ignored.addAll(reading.read);
            }
        }
        return lists.stream()
                .map(list -> new PastedTranscript(
                        lists.size() > 1 ? null : greeting, list, null, null, null, false, List.of(TAKEN_AS_WHOLE)))
                .toList();
    }

    private void take(PastedLine line) {
        if (nmap(line)) {
            return;
        }
        switch (line.kind()) {
            case EHLO, HELO -> {} // commands have no verbs
            case REPLY, OPEN_REPLY -> {
                if (line.text().startsWith("250")) {
                    ignored.add(line);
                }
            }
            case STARTTLS, AUTH, OTHER_COMMAND, TEXT -> listed(line);
            case TLS_IS_UP, TLS_IS_DOWN, NOTE -> ignored.add(line);
        }
    }

    /**
     * Reads nmap's line of one server, or its continuation in a narrow window: more verbs after a line that ends in a
     * comma.
     */
    private boolean nmap(PastedLine line) {
        String text = line.row().text().strip();
        boolean isFirst = CodelessList.nmap(text) != null;
        int last = nmap.size() - 1;
        if (isFirst) {
            nmap.add(text);
        } else if (isInNmap && nmap.get(last).endsWith(",") && CodelessList.areVerbs(line.text())) {
            nmap.set(last, nmap.get(last) + line.text());
            isFirst = true;
        }
        isInNmap = isFirst;
        return isFirst;
    }

    private void listed(PastedLine line) {
        List<String> parts = CodelessList.byCommas(line.text());
        if (verbs.size() + parts.size() >= ReplyLimits.DEFAULT.lines()) {
            ignored.add(line);
        } else if (!parts.isEmpty()) {
            verbs.addAll(parts);
            read.add(line);
        } else if (ReplyGrammar.isVerb(line.text())) {
            verbs.add(line.text().strip());
            read.add(line);
        } else if (greets == null && verbs.isEmpty() && ReplyGrammar.greets(line.text())) {
            greets = line;
            read.add(line);
        } else {
            ignored.add(line);
        }
    }

    private List<Reply> lists() {
        if (!nmap.isEmpty()) {
            return nmap.stream()
                    .map(CodelessList::nmap)
                    .filter(Objects::nonNull)
                    .toList();
        }
        if (!CodelessList.isList(verbs)) {
            return List.of();
        }
        List<String> texts = new ArrayList<>(verbs);
        if (greets != null) {
            texts.add(0, greets.text().strip());
        }
        return List.of(CodelessList.reply(texts));
    }
}
