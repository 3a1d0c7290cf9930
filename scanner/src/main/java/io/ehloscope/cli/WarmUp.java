package io.ehloscope.cli;

import io.ehloscope.runtime.ExitCode;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Does once what the short commands do, on loopback alone, so that a virtual machine that is told to can write down what
 * they load; the launcher makes its archive for a fast start from that.
 */
final class WarmUp {

    private static final String TRANSCRIPT = "250-mail Hello\n250-TURN\n250-SIZE\n250-ETRN\n250-8bitmime\n250 OK\n";

    /** Port 1 of loopback refuses: what a scan does beside its dialogues is what counts, and the demo has those. */
    private static final String INVENTORY =
            "version: 1\nehlo_name: warm-up.invalid\nsites: [{name: a, servers: [\"127.0.0.1:1\"]}]\n";

    private WarmUp() {}

    /** Ends with exit code 0, or with 3 where a command could not be run; what the commands print is of no interest. */
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
