package io.ehloscope.cli;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.classify.Assessment;
import io.ehloscope.classify.Classifier;
import io.ehloscope.classify.Profile;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.paste.Paste;
import io.ehloscope.paste.PastedOutcome;
import io.ehloscope.paste.PastedTranscript;
import io.ehloscope.plan.Settings;
import io.ehloscope.plan.Target;
import io.ehloscope.report.Advice;
import io.ehloscope.report.DialogueReport;
import io.ehloscope.report.Report;
import io.ehloscope.report.ReportFormat;
import io.ehloscope.result.ScanSummary;
import io.ehloscope.result.Tally;
import io.ehloscope.result.TargetResult;
import io.ehloscope.storage.AtomicFile;
import io.ehloscope.text.Printable;
import io.ehloscope.text.Spelling;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code explain [FILE]}: explains a recorded EHLO reply, without the network. */
@Command(name = "explain", description = "Explain a pasted EHLO transcript, without using the network.")
final class ExplainCommand implements Callable<Integer> {

    private static final Set<ReportFormat> FORMATS =
            EnumSet.of(ReportFormat.TABLE, ReportFormat.JSON, ReportFormat.NDJSON);

    @Parameters(paramLabel = "FILE", arity = "0..1", description = "The transcript (default: stdin).")
    private @Nullable Path file;

    @Option(names = "--profile", paramLabel = "NAME", description = "The profile to compare it with (default: auto).")
    private String profile = Profile.AUTO;

    @Option(names = "--port", paramLabel = "PORT", description = "The port it was recorded on (default: 25).")
    private int port = Settings.DEFAULT_PORT;

    @Option(names = "--tls", description = "It was recorded inside TLS: after STARTTLS, or on a port like 465.")
    private boolean tls;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private ExitOptions exit = new ExitOptions();

    @Override
    public Integer call() throws IOException {
        Catalogue catalogue = Catalogue.load();
        checkArguments(catalogue);
        Paste paste = Paste.read(PasteFile.read(file, System.in));
        if (paste.transcripts().isEmpty()) {
            throw CommandException.usage(unread(paste));
        }
        new IgnoredLines(paste).sentences().forEach(System.err::println);
        List<TargetResult> results = results(catalogue.classifier(catalogue.profiles()), paste.transcripts());
        Tally tally = new Tally();
        results.forEach(tally::add);
        ScanSummary summary = tally.summary(Instant.EPOCH, Duration.ZERO);
        ScanStatus status = exit.status(output);
        write(status, results, summary, new Advice(catalogue.verbs(), catalogue.findings()));
        return status.finish(summary);
    }

    private void checkArguments(Catalogue catalogue) {
        if (port < 1 || port > 65_535) {
            throw CommandException.usage("--port " + port + ": a port is a number from 1 to 65535");
        }
        if (!profile.equals(Profile.AUTO) && !catalogue.profiles().containsKey(profile)) {
            List<String> known = new ArrayList<>(catalogue.profiles().keySet());
            known.add(Profile.AUTO);
            String nearest = Spelling.nearest(profile, known);
            throw CommandException.usage("unknown profile \"" + Printable.escape(profile, 80) + "\"; "
                    + (nearest == null ? "" : "did you mean \"" + nearest + "\"? ")
                    + "'ehloscope profiles' lists all profiles");
        }
        if (!FORMATS.contains(output.format())) {
            throw CommandException.usage(
                    "explain writes table or json, not " + output.format().label());
        }
    }

    private static String unread(Paste paste) {
        Paste.Ignored closest = paste.closest();
        return closest == null
                ? "it contains no SMTP reply, that is, no lines like \"250-SIZE\""
                : "this paste could not be read: no SMTP reply was found in it, that is, no lines like \"250-SIZE\"; closest line: "
                        + closest.number() + ": " + Printable.escape(closest.text(), 100);
    }

    private void write(ScanStatus status, List<TargetResult> results, ScanSummary summary, Advice advice)
            throws IOException {
        if (output.file() == null) {
            Terminal terminal = new Terminal(System.getenv());
            Writer out = new OutputStreamWriter(System.out, StandardCharsets.UTF_8);
            int columns = terminal.isOut() ? terminal.columns() : 0;
            write(status.counting(out, to -> report(to, advice, columns)), results, summary);
            out.flush();
            return;
        }
        try (AtomicFile whole = AtomicFile.open(output.file())) {
            write(status.counting(whole.writer(), to -> report(to, advice, 0)), results, summary);
            whole.commit();
        } catch (IOException e) {
            throw CommandException.incomplete(String.valueOf(e.getMessage()));
        }
    }

    private static void write(Report report, List<TargetResult> results, ScanSummary summary) throws IOException {
        for (TargetResult each : results) {
            report.result(each);
        }
        report.end(summary);
    }

    /** Returns a report of the results: text, or JSON, each on its own line like a result in a scan. */
    private Report report(Writer out, Advice advice, int columns) {
        return output.format() == ReportFormat.TABLE ? new DialogueReport(out, advice, columns) : new SingleJson(out);
    }

    private List<TargetResult> results(Classifier classifier, List<PastedTranscript> transcripts) {
        List<TargetResult> results = new ArrayList<>();
        for (String host : new TranscriptNames(transcripts).names()) {
            ProbeOutcome outcome = PastedOutcome.outcome(transcripts.get(results.size()), tls, port);
            results.add(result(classifier, outcome, host));
        }
        return results;
    }

    private TargetResult result(Classifier classifier, ProbeOutcome outcome, String host) {
        Settings settings = Settings.DEFAULT.withProfile(profile);
        Target target = new Target(Target.id(host, port), host, port, Target.Kind.NAME, "explain", Map.of(), settings);
        Assessment assessment = classifier.assess(outcome, target.expectation(null));
        return new TargetResult(target, outcome, assessment, 0, null, Duration.ZERO);
    }
}
