package io.ehloscope.cli;

import io.ehloscope.paste.PastedTranscript;
import io.ehloscope.text.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Names for the dialogues of a paste: the word transcript for a single one; of several, the name of each server, with a
 * number if two have the same.
 *
 * @param transcripts the dialogues
 */
record TranscriptNames(List<PastedTranscript> transcripts) {

    private static final String SINGLE = "transcript";
    private static final int SHOWN = 80;

    /** Returns the names, in the order of the dialogues; no two are equal. */
    List<String> names() {
        if (transcripts.size() == 1) {
            return List.of(SINGLE);
        }
        List<String> names = new ArrayList<>();
        for (PastedTranscript each : transcripts) {
            String host = each.host();
            String name = host == null
                    ? SINGLE + "-" + (names.size() + 1)
                    : Printable.escape(host.toLowerCase(Locale.ROOT), SHOWN);
            names.add(names.contains(name) ? name + "-" + (names.size() + 1) : name);
        }
        return names;
    }
}
