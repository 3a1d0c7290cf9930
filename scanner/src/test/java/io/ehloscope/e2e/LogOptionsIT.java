package io.ehloscope.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every command logs in the format and at the level of {@code --log.format} and {@code --log.level}, from the first
 * line on.
 */
@Timeout(180)
class LogOptionsIT {

    private static final Pattern LOGFMT = Pattern.compile(
            "ts=\\S+ level=[A-Z]+ logger=\\S+ msg=\"(?:[^\"\\\\]|\\\\.)*\"(?: [A-Za-z0-9_.-]+=\"(?:[^\"\\\\]|\\\\.)*\")*");
    private static final Pattern JSON = Pattern.compile("\\{\"timestamp\":.*\"level\":\"[A-Z]+\".*\\}");
    private static final Map<String, Pattern> FORMATS = Map.of("logfmt", LOGFMT, "json", JSON);

    @TempDir
    Path directory;

    static Stream<Arguments> everyCommandAndFormat() {
        return commands().stream()
                .flatMap(command -> FORMATS.keySet().stream().map(format -> Arguments.of(command, format)));
    }

    /** The commands with their arguments; serve gets an address that cannot be bound, so that it ends. */
    private static List<List<String>> commands() {
        return List.of(
                List.of("demo", "--once", "--target", "none*"),
                List.of("scan", "INVENTORY"),
                List.of("serve", "INVENTORY", "--web.listen-address", "192.0.2.1:1"),
                List.of("probe", "127.0.0.1:9"),
                List.of("explain", "FILE"),
                List.of("history", "--url", "http://127.0.0.1:9"),
                List.of("diff", "latest~1", "latest", "--url", "http://127.0.0.1:9"),
                List.of("check", "INVENTORY"),
                List.of("profiles"));
    }

    @ParameterizedTest
    @MethodSource("everyCommandAndFormat")
    void logOptionsApplyFromTheFirstLine(List<String> command, String format) throws Exception {
        ProcessResult debug = run(command, "--log.format", format, "--log.level", "debug");
        ProcessResult error = run(command, "--log.format", format, "--log.level", "error");

        List<String> lines = logged(debug);
        assertThat(lines)
                .as(debug.stderr())
                .isNotEmpty()
                .allMatch(line -> FORMATS.get(format).matcher(line).matches());
        assertThat(lines.get(0)).contains("starting", "DEBUG");
        assertThat(logged(error)).allMatch(line -> line.contains("ERROR"));
        assertThat(error.exitCode()).isEqualTo(debug.exitCode());
    }

    /** The log lines, without the messages of the command to its user. */
    private static List<String> logged(ProcessResult ended) {
        return ended.stderr()
                .lines()
                .filter(line -> line.startsWith("ts=") || line.startsWith("{") || line.contains("DEBUG"))
                .toList();
    }

    private ProcessResult run(List<String> command, String... options) throws Exception {
        Path inventory = Files.writeString(directory.resolve("inventory.yml"), """
                version: 1
                ehlo_name: scanner.example.com
                defaults: {port: 9, retry: {attempts: 1}}
                sites: [{name: one, servers: [127.0.0.1]}]
                """);
        Path file = Files.writeString(directory.resolve("paste.txt"), "250-mail.example.com\n250 SIZE\n");
        List<String> all = new ArrayList<>();
        for (String each : command) {
            all.add(each.equals("INVENTORY") ? inventory.toString() : each.equals("FILE") ? file.toString() : each);
        }
        all.addAll(List.of(options));
        return PackagedJar.run(all.toArray(String[]::new));
    }
}
