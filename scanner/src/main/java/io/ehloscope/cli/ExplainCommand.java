package io.ehloscope.cli;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.classify.Assessment;
import io.ehloscope.classify.Classifier;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.inventory.Settings;
import io.ehloscope.plan.Target;
import io.ehloscope.report.DialogueReport;
import io.ehloscope.report.ResultJson;
import io.ehloscope.scan.Tally;
import io.ehloscope.scan.TargetResult;
import io.ehloscope.smtp.PastedTranscript;
import io.ehloscope.smtp.Printable;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code explain [FILE]}: what a recorded reply means; no network. */
@Command(name = "explain", description = "Read a pasted EHLO transcript and say what it means. Needs no network.")
final class ExplainCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", arity = "0..1", description = "The transcript; stdin where none is given.")
    private @Nullable Path file;

    @Option(names = "--profile", paramLabel = "NAME", description = "What to hold it against (default: auto).")
    private String profile = "auto";

    @Option(names = "--port", paramLabel = "PORT", description = "The port it was recorded on (default: 25).")
    private int port = Settings.DEFAULT_PORT;

    @Option(names = "--tls", description = "It was recorded inside TLS.")
    private boolean tls;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private ExitOptions exit = new ExitOptions();

    @Override
    public Integer call() throws IOException {
        Catalogue catalogue = Catalogue.load();
        if (!profile.equals("auto") && !catalogue.profiles().containsKey(profile)) {
            throw CommandException.usage(
                    "no profile is called \"" + profile + "\"; 'ehloscope profiles' lists those there are");
        }
        PastedTranscript pasted = PastedTranscript.read(text());
        if (pasted.greeting() == null && pasted.ehlo() == null) {
            throw CommandException.usage("there is no SMTP reply in it: lines like \"250-SIZE\" are looked for");
        }
        pasted.ignored().forEach(line -> System.err.println("ignored: " + Printable.escape(line, 120)));
        TargetResult result = result(catalogue.classifier(catalogue.profiles()), Recorded.outcome(pasted, tls));
        Tally tally = new Tally();
        tally.add(result);
        Writer out = new OutputStreamWriter(System.out, StandardCharsets.UTF_8);
        write(result, out);
        out.flush();
        return exit.code(tally.summary(Instant.EPOCH, Duration.ZERO));
    }

    /** One result: for people, or as the JSON of one result in a scan. */
    private void write(TargetResult result, Writer out) throws IOException {
        switch (output.format()) {
            case TABLE -> new DialogueReport(out).result(result);
            case JSON, NDJSON -> ResultJson.write(out, result);
            default -> throw CommandException.usage("explain writes a table or json");
        }
    }

    private TargetResult result(Classifier classifier, ProbeOutcome outcome) {
        Settings plain = Settings.DEFAULT;
        Settings settings = new Settings(
                profile, plain.starttls(), plain.resolve(), plain.timeouts(), plain.retry(), plain.exempt());
        Target target =
                new Target("transcript:" + port, "transcript", port, Target.Kind.NAME, "explain", Map.of(), settings);
        Assessment assessment = classifier.assess(outcome, target.expectation(null));
        return new TargetResult(target, outcome, assessment, 0, null, Duration.ZERO);
    }

    private String text() throws IOException {
        try {
            return file == null || file.toString().equals("-")
                    ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
                    : Files.readString(file);
        } catch (NoSuchFileException e) {
            throw CommandException.usage(file + ": there is no such file");
        } catch (IOException e) {
            throw CommandException.usage(file + ": cannot be read: " + e.getMessage());
        }
    }
}
