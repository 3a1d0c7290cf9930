package io.ehloscope.simulator;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Mono;
import reactor.netty.FutureMono;

/**
 * One mail server on one loopback address, with one persona. It does what the persona's scripts say, byte for byte, and
 * notes what it heard.
 */
public final class SimulatedServer {

    private static final int BACKLOG = 1_024;

    private final ServerSocketChannel listener;
    private final ChannelGroup connections;
    private final ConnectionLog ledger;
    private final Acceptor acceptor;
    private final Mono<Void> stopped;

    private SimulatedServer(
            ServerSocketChannel listener,
            ChannelGroup connections,
            ConnectionLog ledger,
            Acceptor acceptor,
            Mono<Void> afterStop) {
        this.listener = listener;
        this.acceptor = acceptor;
        this.connections = connections;
        this.ledger = ledger;
        this.stopped = FutureMono.deferFuture(listener::close)
                .then(FutureMono.deferFuture(connections::close))
                .then(afterStop)
                .cache();
    }

    /**
     * Starts a server on event loops that live longer than it does.
     *
     * @param where a loopback address; port 0 for any free one
     * @param persona whose part it plays. {@link Persona.Absent} needs no server; one that listens for it resets
     *     every connection, which is the nearest it can come
     * @param loops where its connections live
     * @return the server, listening; an error where the address cannot be bound
     */
    public static Mono<SimulatedServer> start(InetSocketAddress where, Persona persona, EventLoopGroup loops) {
        return start(where, persona, loops, Mono.empty());
    }

    /** Starts a server on a free port of 127.0.0.1 with an event loop of its own, which ends with it. */
    public static Mono<SimulatedServer> start(Persona persona) {
        return Mono.defer(() -> {
            EventLoopGroup loop = loops(1);
            Mono<Void> endLoop = end(loop);
            InetSocketAddress where = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            return start(where, persona, loop, endLoop).onErrorResume(failure -> endLoop.then(Mono.error(failure)));
        });
    }

    /** Where it listens; the port is the real one. */
    public InetSocketAddress address() {
        return listener.localAddress();
    }

    /** The port where it listens. */
    public int port() {
        return address().getPort();
    }

    /** What it heard on its latest connections, at most 1,000, in the order in which they were accepted. */
    public List<ReceivedDialogue> received() {
        return ledger.heard();
    }

    /** How much it has had to do. */
    public Counts counts() {
        return ledger.counts();
    }

    /** How many connections are open. */
    public int openConnections() {
        return ledger.counts().open();
    }

    /**
     * Gives it another part, from the next connection on; those that are open play theirs to the end.
     *
     * @param other whose part it plays. {@link Persona.InTurn} goes by the connections since the server began, and {@link
     *     Persona.Absent} resets every connection: the server goes on listening
     */
    public void plays(Persona other) {
        acceptor.persona = other;
    }

    /** Completes when every connection that is open now has ended and stands so in {@link #received()}. */
    public Mono<Void> idle() {
        // The group's own array: its size may change while a stream of it is read.
        return Mono.defer(() -> Mono.when(Arrays.stream(connections.toArray(Channel[]::new))
                .map(SimulatedServer::ended)
                .toList()));
    }

    /** By a listener, so that it comes behind the one of the ledger: a future is done before it has told anybody. */
    private static Mono<Void> ended(Channel connection) {
        return Mono.create(sink -> connection.closeFuture().addListener(closed -> sink.success()));
    }

    /** Stops listening and closes every connection; completes when all are closed. May be asked for again. */
    public Mono<Void> stop() {
        return stopped;
    }

    /** Event loops fit for simulated servers, on threads that do not keep the program alive. */
    public static EventLoopGroup loops(int threads) {
        return new MultiThreadIoEventLoopGroup(
                threads, new DefaultThreadFactory("simulated-mail", true), NioIoHandler.newFactory());
    }

    /** Ends event loops without a quiet period: nothing is left on them when this is subscribed to. */
    public static Mono<Void> end(EventLoopGroup loops) {
        return Mono.create(
                sink -> loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).addListener(ended -> sink.success()));
    }

    private static Mono<SimulatedServer> start(
            InetSocketAddress where, Persona persona, EventLoopGroup loops, Mono<Void> afterStop) {
        return Mono.create(sink -> {
            if (where.isUnresolved() || !where.getAddress().isLoopbackAddress()) {
                sink.error(new IllegalArgumentException("simulated servers are for loopback, not for " + where));
                return;
            }
            ConnectionLog ledger = new ConnectionLog();
            // Stays closed: what is accepted while the server stops is closed too.
            ChannelGroup connections = new DefaultChannelGroup(loops.next(), true);
            Acceptor acceptor = new Acceptor(persona, ledger, connections);
            ChannelFuture bound = new ServerBootstrap()
                    .group(loops)
                    .channel(NioServerSocketChannel.class)
                    .option(ChannelOption.SO_BACKLOG, BACKLOG)
                    .childOption(ChannelOption.TCP_NODELAY, true)
                    .childHandler(acceptor)
                    .bind(where);
            sink.onCancel(() -> bound.addListener(ChannelFutureListener.CLOSE));
            bound.addListener(done -> {
                if (done.isSuccess()) {
                    ServerSocketChannel listener = (ServerSocketChannel) bound.channel();
                    sink.success(new SimulatedServer(listener, connections, ledger, acceptor, afterStop));
                } else {
                    sink.error(done.cause());
                }
            });
        });
    }

    /** Meets every new connection and gives it the script that the persona has for it. */
    private static final class Acceptor extends ChannelInitializer<SocketChannel> {

        /** May be replaced at any time, by any thread. */
        private volatile Persona persona;

        private final ConnectionLog ledger;
        private final ChannelGroup connections;

        Acceptor(Persona persona, ConnectionLog ledger, ChannelGroup connections) {
            this.persona = persona;
            this.ledger = ledger;
            this.connections = connections;
        }

        @Override
        protected void initChannel(SocketChannel connection) {
            ConnectionLog.Entry entry = ledger.arrived();
            connection.pipeline().addLast(new ScriptPlayer(connection, entry, script(entry)));
            connections.add(connection);
        }

        private Script script(ConnectionLog.Entry entry) {
            return persona.fold(
                    Persona.Speaks::script,
                    turns -> turns.scripts()
                            .get(Math.min(entry.number(), turns.scripts().size()) - 1),
                    crowded -> entry.together() <= crowded.most() ? crowded.within() : crowded.beyond(),
                    absent -> Script.accepting(Reaction.silence().thenReset()));
        }
    }
}
