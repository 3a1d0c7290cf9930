package io.ehloscope.classify;

import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.smtp.EhloReply;
import io.ehloscope.smtp.Reply;
import io.ehloscope.smtp.ReplyLine;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A published transcript of {@code src/test/resources/transcripts}, with its label. */
record Recorded(
        String file,
        String product,
        String expectedClass,
        boolean isStated,
        int port,
        @Nullable String phase,
        @Nullable String banner,
        @Nullable String ehlo,
        String note) {

    static final Path FOLDER = Path.of("src/test/resources/transcripts");

    static List<Recorded> all() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().map(Recorded::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Recorded named(String id) {
        return all().stream().filter(each -> each.file.contains(id)).findFirst().orElseThrow();
    }

    private static Recorded read(Path path) {
        Problems problems = new Problems(path.toString());
        try (Reader in = Files.newBufferedReader(path)) {
            Node.Mapping root = (Node.Mapping) YamlReader.read(in, problems);
            if (root == null || !problems.isEmpty()) {
                throw new IllegalStateException(problems.list().toString());
            }
            String port = text(root, "port");
            return new Recorded(
                    path.getFileName().toString().replace(".yaml", ""),
                    String.valueOf(text(root, "product_expected")),
                    String.valueOf(text(root, "class_expected")),
                    "stated".equals(text(root, "product_basis")),
                    port == null ? 25 : Integer.parseInt(port),
                    text(root, "phase"),
                    text(root, "banner"),
                    text(root, "ehlo"),
                    String.valueOf(text(root, "note")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable String text(Node.Mapping root, String key) {
        return root.get(key) instanceof Node.Scalar scalar && !scalar.isNull() ? scalar.text() : null;
    }

    /** Whether only a greeting was recorded, and it proves nothing by itself. */
    boolean isGreetingOnly() {
        return ehlo == null && !expectedClass.equals("masked") && !expectedClass.equals("rejected");
    }

    /** Whether the list of verbs is cut: by the page that quotes it, or (once) by the server. */
    boolean isUnterminated() {
        if (ehlo == null) {
            return false;
        }
        List<ReplyLine> lines = ReplyTexts.reply(ehlo).lines();
        return !lines.get(lines.size() - 1).isLast();
    }

    /** Whether the page cut the list, rather than the server. */
    boolean isCutByThePage() {
        return isUnterminated() && !file.contains("interlock");
    }

    /** The outcome of a probe; a list that the page has cut counts as complete. */
    ProbeOutcome outcome() {
        return outcome(isCutByThePage());
    }

    /** The outcome of a probe with the transcript unchanged: an unfinished list is not an answer. */
    ProbeOutcome outcomeAsItStands() {
        return outcome(false);
    }

    private ProbeOutcome outcome(boolean closed) {
        Reply greeting = banner == null ? null : ReplyTexts.reply(banner);
        Observation greeted = Replies.seen(banner, null, null);
        if (greeting != null && !greeting.isPositive()) {
            return refused(Stage.GREETING, greeting, greeted);
        }
        if (ehlo == null) {
            return expectedClass.equals("masked")
                    ? new ProbeOutcome.Answered(Replies.helo(banner, null))
                    : new ProbeOutcome.Failed(
                            Failure.of(Stage.EHLO, Reason.TIMEOUT, "no reply to EHLO was recorded"), greeted);
        }
        Reply reply = ReplyTexts.reply(closed ? closed(ehlo) : ehlo);
        if (isUnterminated() && !closed) {
            return new ProbeOutcome.Failed(
                    Failure.of(Stage.EHLO, Reason.TRUNCATED, "the reply to EHLO began and never ended"), greeted);
        }
        if (reply.isPermanent() && !expectedClass.equals("rejected")) {
            return new ProbeOutcome.Answered(Replies.helo(banner, ehlo));
        }
        if (!reply.isPositive()) {
            return refused(Stage.EHLO, reply, greeted);
        }
        EhloReply read = EhloReply.of(reply);
        return new ProbeOutcome.Answered(
                phase == null ? Replies.plain(greeting, read) : Replies.seen(banner, null, read));
    }

    private static ProbeOutcome refused(Stage stage, Reply reply, Observation seen) {
        Reason reason = reply.text().contains("too many connections")
                ? Reason.RATE_LIMITED
                : reply.isTransient() ? Reason.REJECTED_TEMPORARILY : Reason.REJECTED_PERMANENTLY;
        return new ProbeOutcome.Failed(
                Failure.by(reply, stage, reason, "rejected with \"" + reply.onOneLine() + "\""), seen);
    }

    private static String closed(String text) {
        int last = text.lastIndexOf('\n') + 1;
        return text.substring(0, last + 3) + " " + text.substring(last + 4);
    }

    @Override
    public String toString() {
        return file;
    }
}
