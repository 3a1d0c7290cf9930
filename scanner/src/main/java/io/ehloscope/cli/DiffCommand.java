package io.ehloscope.cli;

import io.ehloscope.runtime.ExitCode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code diff SCAN SCAN}: prints the differences between two scans of the history. */
@Command(
        name = "diff",
        description = "Show the differences between two scans of the history.",
        footer = {"", "'history' lists the scans. latest is the newest scan, latest~1 the one before it, and so on."})
final class DiffCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "SCAN", description = "The number of a scan, latest or latest~N.")
    private String one = "";

    @Parameters(index = "1", paramLabel = "SCAN", description = "The scan to compare with it.")
    private String other = "";

    @Mixin
    private HistoryOptions history = new HistoryOptions();

    @Override
    public Integer call() {
        boolean json = history.isJson();
        String answer = history.answer(
                "/api/v1/diff?from=" + escaped(one) + "&to=" + escaped(other),
                documents -> documents.difference(one, other));
        System.out.print(json ? answer : HistoryTables.difference(answer));
        return ExitCode.CLEAN.code();
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
