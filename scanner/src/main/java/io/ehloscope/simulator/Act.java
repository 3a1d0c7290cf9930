package io.ehloscope.simulator;

import io.netty.handler.ssl.SslContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One thing that a simulated server does on a connection. Whoever plays acts says what it does with every one. */
public sealed interface Act {

    /** Gives this act to the case that is made for it. */
    <R> R fold(Cases<R> cases);

    /** This act at another pace: only what says bytes has one, and a flood goes at the client's. */
    default Act at(Pace pace) {
        return this;
    }

    /** This act without the lines of a reply to EHLO that offer one of these verbs: only what says bytes has any. */
    default Act without(List<String> verbs) {
        return this;
    }

    /** One answer for every act there is. */
    interface Cases<R> {
        /** Bytes are said. */
        R say(Say say);

        /** Nothing happens for a while. */
        R pause(Pause pause);

        /** One line is said again and again. */
        R flood(Flood flood);

        /** TLS begins. */
        R upgrade(Upgrade upgrade);

        /** The connection ends. */
        R end(End end);
    }

    /**
     * Says bytes.
     *
     * @param bytes one char for each byte (ISO-8859-1), line ends included, so that anything can be said
     * @param pace in which pieces
     */
    record Say(String bytes, Pace pace) implements Act {

        private static final int CODE_AND_SEPARATOR = 4;

        /** Refuses chars that are no bytes. */
        public Say {
            if (!bytes.chars().allMatch(c -> c <= 0xff)) {
                throw new IllegalArgumentException("every char must stand for one byte");
            }
        }

        @Override
        public Act at(Pace other) {
            return new Say(bytes, other);
        }

        /** The last line that is left becomes the last of the reply. */
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
     * Waits, and goes on listening meanwhile.
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
     * Says one line for ever, or until so many bytes are out. Never faster than the client reads.
     *
     * @param line without its end, one char for each byte
     * @param bytes the last line is cut there; {@link Long#MAX_VALUE} for no end
     */
    record Flood(String line, long bytes) implements Act {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.flood(this);
        }
    }

    /**
     * Shakes hands for TLS as the server, drops what was heard in plain text and not yet answered, and goes on with
     * another script.
     *
     * @param tls the certificate and the rest
     * @param inside what is played from there; its reaction to {@link Cue#ACCEPT} is not
     */
    record Upgrade(SslContext tls, Script inside) implements Act {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.upgrade(this);
        }
    }

    /**
     * Ends the connection, or our half of it.
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
            /** FIN after all that was said. */
            CLOSE,
            /** FIN after all that was said, while we go on listening. */
            HALF_CLOSE,
            /** RST, which drops what the client has not yet read. */
            RESET
        }
    }

    /**
     * In which pieces bytes are said.
     *
     * @param chunkBytes bytes a piece, each sent apart; at least 1
     * @param interval the wait between two pieces
     */
    record Pace(int chunkBytes, Duration interval) {
        /** All in one piece. */
        public static final Pace AT_ONCE = new Pace(Integer.MAX_VALUE, Duration.ZERO);

        /** Refuses empty pieces. */
        public Pace {
            if (chunkBytes < 1) {
                throw new IllegalArgumentException("a piece has at least one byte");
            }
        }
    }
}
