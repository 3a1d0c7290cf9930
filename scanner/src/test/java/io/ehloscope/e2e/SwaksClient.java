package io.ehloscope.e2e;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The replies that {@code swaks} receives in the same dialogue as the scanner's: greeting, EHLO, STARTTLS, EHLO, QUIT.
 *
 * @param greeting the lines of the first reply, with reply codes
 * @param plain the verb lines before TLS; empty for implicit TLS
 * @param inside the verb lines inside TLS
 */
record SwaksClient(List<String> greeting, List<String> plain, List<String> inside) {

    private static final String PLAIN = "<-  ";
    private static final String INSIDE = "<~  ";

    /** Runs the dialogue. */
    static SwaksClient with(RealServer server, ServerTls.Begin begin) throws IOException, InterruptedException {
        boolean atOnce = begin == ServerTls.Begin.AT_ONCE;
        ProcessResult ended = ProcessResult.run(List.of(
                Installed.program("swaks").toString(),
                "--server",
                server.target(),
                "--helo",
                "scanner.test",
                atOnce ? "--tls-on-connect" : "--tls",
                "--quit-after",
                "EHLO"));
        List<String> lines = ended.stdout().lines().toList();
        List<String> greeting = new ArrayList<>();
        for (String line : lines) {
            if (!line.startsWith(atOnce ? INSIDE : PLAIN)
                    || !line.substring(PLAIN.length()).startsWith("220")) {
                if (!greeting.isEmpty()) {
                    break;
                }
                continue;
            }
            greeting.add(line.substring(PLAIN.length()));
        }
        return new SwaksClient(greeting, verbs(lines.stream(), PLAIN), verbs(lines.stream(), INSIDE));
    }

    /** The lines of the EHLO reply except the first, without reply codes. */
    private static List<String> verbs(Stream<String> lines, String mark) {
        return lines.filter(line -> line.startsWith(mark + "250"))
                .skip(1)
                .map(line -> line.substring(mark.length() + 4))
                .toList();
    }
}
