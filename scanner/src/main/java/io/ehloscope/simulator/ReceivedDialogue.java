package io.ehloscope.simulator;

import java.util.List;

/**
 * What a simulated server heard on one connection. Text has one char for each byte (ISO-8859-1), and each part of it is
 * bounded: {@link ConnectionLog} keeps its first 16 KiB.
 *
 * @param text all that the client said, line ends included; inside TLS, what was said there
 * @param earlyTalk what of it came before the greeting was complete
 * @param pipelined what of it came behind a command that was not yet answered to the end
 * @param upgraded whether a TLS handshake was brought to its end
 * @param ending how the connection ended
 */
public record ReceivedDialogue(String text, String earlyTalk, String pipelined, boolean upgraded, Ending ending) {

    /** How a connection ended. */
    public enum Ending {
        /** It has not. */
        STILL_OPEN,
        /** The client said QUIT; who closed after that does not matter. */
        QUIT,
        /** The client left without QUIT. */
        CLIENT_LEFT,
        /** The server closed or reset before there was a QUIT. */
        SERVER_LEFT
    }

    /** What the client said, line by line, without line ends. */
    public List<String> lines() {
        return text.lines().toList();
    }
}
