package io.ehloscope.simulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The record of one simulated server: totals, and what was received on its latest connections. Thread-safe; connections
 * live on different event loops, and tests read from their own threads.
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
    synchronized Entry opened() {
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
    synchronized List<ReceivedDialogue> received() {
        return entries.stream().map(Entry::received).toList();
    }

    private static void append(StringBuilder all, String more) {
        all.append(more, 0, Math.min(more.length(), CHARS_KEPT - all.length()));
    }

    /** One connection. */
    final class Entry {

        private final int number;
        private final int openOnArrival;
        private final StringBuilder text = new StringBuilder();
        private final StringBuilder early = new StringBuilder();
        private final StringBuilder pipelined = new StringBuilder();
        private ReceivedDialogue.Ending ending = ReceivedDialogue.Ending.STILL_OPEN;
        private boolean upgraded;
        private boolean quit;
        private boolean serverClosed;

        private Entry(int number, int openOnArrival) {
            this.number = number;
            this.openOnArrival = openOnArrival;
        }

        /** The number of the connection since the server began, from 1. */
        int number() {
            return number;
        }

        /** The number of connections that were open when this one was accepted, this one included. */
        int openOnArrival() {
            return openOnArrival;
        }

        void received(String bytes) {
            synchronized (ConnectionLog.this) {
                append(text, bytes);
            }
        }

        void receivedEarly(String bytes) {
            synchronized (ConnectionLog.this) {
                append(early, bytes);
            }
        }

        void receivedPipelined(String bytes) {
            synchronized (ConnectionLog.this) {
                append(pipelined, bytes);
            }
        }

        void receivedCommand(Cue cue) {
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
        void serverCloses() {
            synchronized (ConnectionLog.this) {
                serverClosed = true;
            }
        }

        /** The connection is closed. Call this once. */
        void closed() {
            synchronized (ConnectionLog.this) {
                open--;
                if (quit) {
                    ending = ReceivedDialogue.Ending.QUIT;
                } else if (serverClosed) {
                    ending = ReceivedDialogue.Ending.SERVER_LEFT;
                } else {
                    ending = ReceivedDialogue.Ending.CLIENT_LEFT;
                    leftWithoutQuit++;
                }
            }
        }

        private ReceivedDialogue received() {
            return new ReceivedDialogue(text.toString(), early.toString(), pipelined.toString(), upgraded, ending);
        }
    }
}
