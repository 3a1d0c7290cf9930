package io.ehloscope.paste;

import io.ehloscope.smtp.Reply;
import io.ehloscope.smtp.ReplyLimits;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a paste without coded reply lines to EHLO: nmap's form, or a list of verbs. */
final class ListReading {

    private static final String TAKEN_AS_WHOLE =
            "The verbs were pasted without reply codes; the list is assumed to be complete.";

    private final List<String> verbs = new ArrayList<>();
    private final List<PastedLine> read = new ArrayList<>();
    private final List<PastedLine> ignored = new ArrayList<>();
    private @Nullable Reply nmap;
    private String nmapSoFar = "";
    private @Nullable PastedLine greets;

    private ListReading() {}

    /** The transcript, and the lines that are not part of it; null, and no change, if there is no list. */
    static @Nullable PastedTranscript of(List<PastedLine> lines, @Nullable Reply greeting, List<PastedLine> ignored) {
        ListReading reading = new ListReading();
        lines.forEach(reading::take);
        Reply ehlo = reading.reply();
        if (ehlo == null) {
            return null;
        }
        ignored.clear();
        ignored.addAll(reading.ignored);
        if (reading.nmap != null) {
            ignored.addAll(reading.read);
        }
        return new PastedTranscript(greeting, ehlo, null, null, null, false, List.of(TAKEN_AS_WHOLE));
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
            case TLS_IS_UP, NOTE -> ignored.add(line);
        }
    }

    /**
     * Reads nmap's single line, or its continuation in a narrow window: more verbs after a line that ends in a comma.
     */
    private boolean nmap(PastedLine line) {
        String text = line.row().text();
        if (nmap != null) {
            boolean more = nmapSoFar.endsWith(",") && CodelessList.areVerbs(line.text());
            text = more ? nmapSoFar + line.text() : "";
        }
        Reply reply = CodelessList.nmap(text);
        nmapSoFar = reply == null ? "" : text.strip();
        nmap = reply == null ? nmap : reply;
        return reply != null;
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

    private @Nullable Reply reply() {
        if (nmap != null) {
            return nmap;
        }
        if (!CodelessList.isList(verbs)) {
            return null;
        }
        List<String> texts = new ArrayList<>(verbs);
        if (greets != null) {
            texts.add(0, greets.text().strip());
        }
        return CodelessList.reply(texts);
    }
}
