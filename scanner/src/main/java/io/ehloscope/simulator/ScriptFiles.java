package io.ehloscope.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the scripts of one server from the resource files beside this class. A file is a dialogue as RFC 5321 prints
 * it: {@code S:} is a line that the server sends, on a new connection or as a reply to the {@code C:} command above it
 * ({@code *} is any other command), {@code -- close} closes the connection after it, and {@code #} begins a comment. In
 * the text, {@code {host}}, {@code {client}}, and {@code {date}} stand for the values below.
 *
 * @param host the name that the server gives itself
 * @param client the address that the server gives the client
 * @param date the date in the greeting
 */
public record ScriptFiles(String host, String client, String date) {

    /**
     * The script of a file.
     *
     * @param name the name of the file, without {@code .txt}
     * @param without verbs to leave out of the EHLO reply
     */
    public Script script(String name, String... without) {
        Map<Cue, List<String>> lines = new EnumMap<>(Cue.class);
        Set<Cue> closing = EnumSet.noneOf(Cue.class);
        Cue cue = Cue.ACCEPT;
        for (String line : text(name).lines().toList()) {
            if (line.startsWith("C: ")) {
                cue = Cue.of(line.substring(3));
            } else if (line.startsWith("S: ")) {
                lines.computeIfAbsent(cue, any -> new ArrayList<>()).add(line.substring(3));
            } else if (line.equals("-- close")) {
                closing.add(cue);
            } else if (!line.startsWith("#")) {
                throw new IllegalStateException(
                        name + ".txt has a line that is none of C:, S:, -- close and #: " + line);
            }
        }
        Map<Cue, Reaction> reactions = new EnumMap<>(Cue.class);
        lines.forEach((each, text) -> reactions.put(each, reaction(text, closing.contains(each))));
        reactions.computeIfPresent(Cue.EHLO, (ehlo, offer) -> offer.without(without));
        return new Script(reactions);
    }

    private static Reaction reaction(List<String> lines, boolean closing) {
        Reaction reply = Reaction.lines(String.join("\n", lines));
        return closing ? reply.thenClose() : reply;
    }

    private String text(String name) {
        try (InputStream in = ScriptFiles.class.getResourceAsStream(name + ".txt")) {
            if (in == null) {
                throw new IllegalStateException("there is no script " + name + ".txt");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.replace("{host}", host).replace("{client}", client).replace("{date}", date);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
