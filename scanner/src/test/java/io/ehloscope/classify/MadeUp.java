package io.ehloscope.classify;

import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.smtp.EhloReply;
import io.ehloscope.smtp.ReplyTexts;
import io.ehloscope.yaml.Node;
import io.ehloscope.yaml.Problems;
import io.ehloscope.yaml.YamlReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A reply of {@code made-up.yaml}, and an expert's verdict on it. */
record MadeUp(Node.Mapping entry) {

    private static final Path FILE = Path.of("src/test/resources/io/ehloscope/classify/made-up.yaml");

    static List<MadeUp> all() {
        Problems problems = new Problems(FILE.toString());
        try (Reader in = Files.newBufferedReader(FILE)) {
            Node root = YamlReader.read(in, problems);
            if (!(root instanceof Node.Sequence list) || !problems.isEmpty()) {
                throw new IllegalStateException(problems.list().toString());
            }
            return list.items().stream()
                    .map(each -> new MadeUp((Node.Mapping) each))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A text of the entry; null if the key is not set. */
    @Nullable
    String text(String key) {
        return entry.get(key) instanceof Node.Scalar scalar ? scalar.text() : null;
    }

    /** The words of a list; none if the entry has no such list. */
    List<String> words(String key) {
        return entry.get(key) instanceof Node.Sequence list
                ? list.items().stream().map(each -> ((Node.Scalar) each).text()).toList()
                : List.of();
    }

    Expectation expectation() {
        String profile = text("profile");
        String port = text("port");
        return Expectation.of(profile == null ? Profile.AUTO : profile, port == null ? 25 : Integer.parseInt(port));
    }

    /** The outcome of a probe that gets this reply. */
    ProbeOutcome outcome() {
        String banner = text("banner");
        String ehlo = text("ehlo");
        if (ehlo == null) {
            return new ProbeOutcome.Answered(Replies.helo(banner, text("refusal")));
        }
        EhloReply reply = EhloReply.of(ReplyTexts.reply(ehlo));
        Observation seen = "tls".equals(text("phase"))
                ? Replies.seen(banner, null, reply)
                : Replies.plain(banner == null ? null : ReplyTexts.reply(banner), reply);
        return new ProbeOutcome.Answered(seen);
    }

    @Override
    public String toString() {
        return String.valueOf(text("name"));
    }
}
