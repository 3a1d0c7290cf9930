package io.ehloscope.simulator;

import io.netty.handler.ssl.SslContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One thing that a simulated server does on a connection. An interpreter implements {@link Cases}, with one method for
 * every act.
 */
public sealed interface Act {

    /** Calls the method of {@code cases} for this act. */
    <R> R fold(Cases<R> cases);

    /** This act at another pace; only acts that send bytes have one, and a flood goes at the pace of the client. */
    default Act at(Pace pace) {
        return this;
    }

    /**
     * This act without the lines of an EHLO reply that offer one of these verbs; only acts that send bytes have such
     * lines.
     */
    default Act without(List<String> verbs) {
        return this;
    }

    /** One method for each act. */
    interface Cases<R> {
        /** Sends bytes. */
        R say(Say say);

        /** Waits. */
        R pause(Pause pause);

        /** Sends one line repeatedly. */
        R flood(Flood flood);

        /** Starts TLS. */
        R upgrade(Upgrade upgrade);

        /** Ends the connection. */
        R end(End end);
    }

    /**
     * Sends bytes.
     *
     * @param bytes one char for each byte (ISO-8859-1), line ends included, so that any bytes can be sent
     * @param pace how the bytes are divided
     */
    record Say(String bytes, Pace pace) implements Act {

        private static final int CODE_AND_SEPARATOR = 4;

        /** Rejects chars above U+00FF, which are not bytes. */
        public Say {
            if (!bytes.chars().allMatch(c -> c <= 0xff)) {
                throw new IllegalArgumentException("every char must stand for one byte");
            }
        }

        @Override
        public Act at(Pace other) {
            return new Say(bytes, other);
        }

        /** The last remaining line becomes the last line of the reply. */
        @Override
        public Act without(List<String> verbs) {
            List<String> kept = new ArrayList<>(bytes.lines().toList());
            kept.removeIf(line -> verbs.contains(keyword(line)));
            int last = kept.size() - 1;
            kept.set(last, kept.get(last).replaceFirst("^(\\d{3})-", "$1 "));
            return new Say(String.join("\r\n", kept) + "\r\n", pace);
        }

        private static String keyword(String line) {
            String verb = line.substring(Math.min(line.length(), CODE_AND_SEPARATOR));
            int blank = verb.indexOf(' ');
            return (blank < 0 ? verb : verb.substring(0, blank)).toUpperCase(Locale.ROOT);
        }

        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.say(this);
        }
    }

    /**
     * Waits, and keeps reading meanwhile.
     *
     * @param duration how long
     */
    record Pause(Duration duration) implements Act {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.pause(this);
        }
    }

    /**
     * Sends one line repeatedly, without end or until this many bytes are sent. Never faster than the client reads.
     *
     * @param line without its end, one char for each byte
     * @param bytes how many bytes are sent, where the last line is cut; {@link Long#MAX_VALUE} for no end
     */
    record Flood(String line, long bytes) implements Act {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.flood(this);
        }
    }

    /**
     * Performs the TLS handshake as the server, discards plain text that was received and is not yet answered, and
     * continues with another script.
     *
     * @param tls the certificate and the other settings of the server
     * @param inside the script inside TLS; its reaction to {@link Cue#ACCEPT} is not played
     */
    record Upgrade(SslContext tls, Script inside) implements Act {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.upgrade(this);
        }
    }

    /**
     * Ends the connection, or the server's half of it.
     *
     * @param how in which way
     */
    record End(How how) implements Act {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.end(this);
        }

        /** The ways to end. */
        public enum How {
            /** FIN after all bytes that were sent. */
            CLOSE,
            /** FIN after all bytes that were sent; the server keeps reading. */
            HALF_CLOSE,
            /** RST, which discards what the client has not yet read. */
            RESET
        }
    }

    /**
     * How bytes are divided and how fast they are sent.
     *
     * @param chunkBytes bytes in each piece, each piece sent separately; at least 1
     * @param interval the delay between two pieces
     */
    record Pace(int chunkBytes, Duration interval) {
        /** All in one piece. */
        public static final Pace AT_ONCE = new Pace(Integer.MAX_VALUE, Duration.ZERO);

        /** Rejects empty pieces. */
        public Pace {
            if (chunkBytes < 1) {
                throw new IllegalArgumentException("a piece has at least one byte");
            }
        }
    }
}
