package io.ehloscope.simulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The books of one simulated server: counts for ever, and what was heard on its latest connections. Thread-safe;
 * connections live on different event loops, and tests read from their own threads.
 */
final class ConnectionLog {

    private static final int CONNECTIONS_KEPT = 1_000;
    private static final int CHARS_KEPT = 16_384;

    private final Deque<Entry> entries = new ArrayDeque<>();
    private final Map<Cue, Integer> commands = new EnumMap<>(Cue.class);
    private int connections;
    private int open;
    private int mostAtOnce;
    private int leftWithoutQuit;

    /** A client has connected. */
    synchronized Entry arrived() {
        connections++;
        open++;
        mostAtOnce = Math.max(mostAtOnce, open);
        Entry entry = new Entry(connections, open);
        entries.addLast(entry);
        if (entries.size() > CONNECTIONS_KEPT) {
            entries.removeFirst();
        }
        return entry;
    }

    synchronized Counts counts() {
        return new Counts(connections, open, mostAtOnce, leftWithoutQuit, commands);
    }

    /** The latest connections, in the order in which they were accepted. */
    synchronized List<ReceivedDialogue> heard() {
        return entries.stream().map(Entry::heard).toList();
    }

    private static void keep(StringBuilder all, String more) {
        all.append(more, 0, Math.min(more.length(), CHARS_KEPT - all.length()));
    }

    /** One connection. */
    final class Entry {

        private final int number;
        private final int together;
        private final StringBuilder text = new StringBuilder();
        private final StringBuilder early = new StringBuilder();
        private final StringBuilder pipelined = new StringBuilder();
        private ReceivedDialogue.Ending ending = ReceivedDialogue.Ending.STILL_OPEN;
        private boolean upgraded;
        private boolean quit;
        private boolean serverLeft;

        private Entry(int number, int together) {
            this.number = number;
            this.together = together;
        }

        /** Counted from 1 since the server began. */
        int number() {
            return number;
        }

        /** How many were open when this one came, itself counted. */
        int together() {
            return together;
        }

        void said(String bytes) {
            synchronized (ConnectionLog.this) {
                keep(text, bytes);
            }
        }

        void saidEarly(String bytes) {
            synchronized (ConnectionLog.this) {
                keep(early, bytes);
            }
        }

        void saidBehind(String bytes) {
            synchronized (ConnectionLog.this) {
                keep(pipelined, bytes);
            }
        }

        void commanded(Cue cue) {
            synchronized (ConnectionLog.this) {
                commands.merge(cue, 1, Integer::sum);
                quit |= cue == Cue.QUIT;
            }
        }

        void upgraded() {
            synchronized (ConnectionLog.this) {
                upgraded = true;
            }
        }

        /** The server is about to end the connection. */
        void serverLeaves() {
            synchronized (ConnectionLog.this) {
                serverLeft = true;
            }
        }

        /** The connection is closed. To be called once. */
        void closed() {
            synchronized (ConnectionLog.this) {
                open--;
                if (quit) {
                    ending = ReceivedDialogue.Ending.QUIT;
                } else if (serverLeft) {
                    ending = ReceivedDialogue.Ending.SERVER_LEFT;
                } else {
                    ending = ReceivedDialogue.Ending.CLIENT_LEFT;
                    leftWithoutQuit++;
                }
            }
        }

        private ReceivedDialogue heard() {
            return new ReceivedDialogue(text.toString(), early.toString(), pipelined.toString(), upgraded, ending);
        }
    }
}
