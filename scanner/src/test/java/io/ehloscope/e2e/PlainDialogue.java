package io.ehloscope.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A dialogue with a server that uses none of the scanner's code.
 *
 * @param greeting the lines of the first reply, codes included
 * @param ehlo the lines of the reply to EHLO
 * @param quit the lines of the reply to QUIT
 */
record PlainDialogue(List<String> greeting, List<String> ehlo, List<String> quit) {

    private static final int TIMEOUT_MILLIS = 20_000;

    /** Reads the greeting, then sends EHLO and QUIT, each after the reply before it. */
    static PlainDialogue with(InetSocketAddress server) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(server, TIMEOUT_MILLIS);
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            Writer out = new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.US_ASCII);
            List<String> greeting = reply(in);
            List<String> ehlo = exchange(out, in, "EHLO scanner.test");
            return new PlainDialogue(greeting, ehlo, exchange(out, in, "QUIT"));
        }
    }

    private static List<String> exchange(Writer out, BufferedReader in, String command) throws IOException {
        out.write(command + "\r\n");
        out.flush();
        return reply(in);
    }

    private static List<String> reply(BufferedReader in) throws IOException {
        List<String> lines = new ArrayList<>();
        String line;
        do {
            line = in.readLine();
            if (line == null) {
                throw new IOException("closed after " + lines);
            }
            lines.add(line);
        } while (line.length() > 3 && line.charAt(3) == '-');
        return lines;
    }

    /** The lines of the EHLO reply after the first, without their codes. */
    List<String> verbs() {
        return ehlo.stream().skip(1).map(line -> line.substring(4)).toList();
    }
}
