package io.ehloscope.simulator;

import java.util.List;

/**
 * What a simulated server received on one connection. Text has one char for each byte (ISO-8859-1). Each part is
 * bounded: {@link ConnectionLog} keeps its first 16 KiB.
 *
 * @param text everything that the client sent, line ends included; inside TLS, the decrypted text
 * @param earlyTalk the part that arrived before the greeting was complete
 * @param pipelined the part that arrived after a command whose reply was not yet complete
 * @param upgraded whether a TLS handshake was completed
 * @param ending how the connection ended
 */
public record ReceivedDialogue(String text, String earlyTalk, String pipelined, boolean upgraded, Ending ending) {

    /** How a connection ended. */
    public enum Ending {
        /** The connection is open. */
        STILL_OPEN,
        /** The client sent QUIT, whichever side closed after that. */
        QUIT,
        /** The client closed without QUIT. */
        CLIENT_LEFT,
        /** The server closed or reset before a QUIT. */
        SERVER_LEFT
    }

    /** What the client sent, line by line, without line ends. */
    public List<String> lines() {
        return text.lines().toList();
    }
}
