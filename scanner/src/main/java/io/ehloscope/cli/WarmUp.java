package io.ehloscope.cli;

import io.ehloscope.runtime.ExitCode;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Runs the short commands once, on loopback only, so that the JVM can record the classes that they load; the launcher
 * creates its class data archive for a fast start from that record.
 */
final class WarmUp {

    private static final String TRANSCRIPT = "250-mail Hello\n250-TURN\n250-SIZE\n250-ETRN\n250-8bitmime\n250 OK\n";

    /** Port 1 of loopback refuses connections: this scan needs no dialogues, which the demo includes. */
    private static final String INVENTORY =
            "version: 1\nehlo_name: warm-up.invalid\nsites: [{name: a, servers: [\"127.0.0.1:1\"]}]\n";

    private WarmUp() {}

    /** Exits with code 0, or with 3 if a command failed; the output of the commands is ignored. */
    public static void main(String[] args) {
        List<Integer> codes = List.of(
                run(TRANSCRIPT, "explain"),
                run(INVENTORY, "check", "-"),
                run(INVENTORY, "scan", "-", "-o", "ndjson"),
                run("", "profiles"),
                run("", "demo", "--once"));
        boolean done = codes.stream().allMatch(code -> code <= ExitCode.FINDINGS.code());
        System.exit(done ? ExitCode.CLEAN.code() : ExitCode.INCOMPLETE.code());
    }

    private static int run(String stdin, String... arguments) {
        System.setIn(new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)));
        return Main.run(arguments);
    }
}
