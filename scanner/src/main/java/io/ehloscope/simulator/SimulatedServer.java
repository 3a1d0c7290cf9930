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
 * One mail server on one loopback address, with one persona. It plays the scripts of the persona byte for byte and
 * records what it receives.
 */
public final class SimulatedServer {

    private static final int BACKLOG = 1_024;

    private final ServerSocketChannel listener;
    private final ChannelGroup connections;
    private final ConnectionLog log;
    private final Acceptor acceptor;
    private final Mono<Void> stopped;

    private SimulatedServer(
            ServerSocketChannel listener,
            ChannelGroup connections,
            ConnectionLog log,
            Acceptor acceptor,
            Mono<Void> afterStop) {
        this.listener = listener;
        this.acceptor = acceptor;
        this.connections = connections;
        this.log = log;
        this.stopped = FutureMono.deferFuture(listener::close)
                .then(FutureMono.deferFuture(connections::close))
                .then(afterStop)
                .cache();
    }

    /**
     * Starts a server on event loops that outlive it.
     *
     * @param where a loopback address; port 0 for any free one
     * @param persona the persona that it plays. {@link Persona.Absent} needs no server; a server that plays it resets
     *     every connection, which is the closest it can come
     * @param loops the event loops of its connections
     * @return the server, listening; an error if the address cannot be bound
     */
    public static Mono<SimulatedServer> start(InetSocketAddress where, Persona persona, EventLoopGroup loops) {
        return start(where, persona, loops, Mono.empty());
    }

    /** Starts a server on a free port of 127.0.0.1 with its own event loop, which ends with the server. */
    public static Mono<SimulatedServer> start(Persona persona) {
        return Mono.defer(() -> {
            EventLoopGroup loop = loops(1);
            Mono<Void> endLoop = end(loop);
            InetSocketAddress where = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            return start(where, persona, loop, endLoop).onErrorResume(failure -> endLoop.then(Mono.error(failure)));
        });
    }

    /** The address that it listens on, with the real port. */
    public InetSocketAddress address() {
        return listener.localAddress();
    }

    /** The port that it listens on. */
    public int port() {
        return address().getPort();
    }

    /** What it received on its latest connections, at most 1,000, in the order in which they were accepted. */
    public List<ReceivedDialogue> received() {
        return log.received();
    }

    /** Its totals. */
    public Counts counts() {
        return log.counts();
    }

    /** The number of open connections. */
    public int openConnections() {
        return log.counts().open();
    }

    /**
     * Sets another persona, from the next connection on; open connections continue with theirs.
     *
     * @param other the persona. {@link Persona.InTurn} counts connections since the server began, and {@link
     *     Persona.Absent} resets every connection: the server keeps listening
     */
    public void plays(Persona other) {
        acceptor.persona = other;
    }

    /** Completes when every connection that is open now has ended and {@link #received()} includes its end. */
    public Mono<Void> idle() {
        // Copied by the group itself: its size can change while it is streamed.
        return Mono.defer(() -> Mono.when(Arrays.stream(connections.toArray(Channel[]::new))
                .map(SimulatedServer::ended)
                .toList()));
    }

    /** Uses a listener, so that it runs after the listener of the log: a future is done before its listeners run. */
    private static Mono<Void> ended(Channel connection) {
        return Mono.create(sink -> connection.closeFuture().addListener(closed -> sink.success()));
    }

    /** Stops listening and closes every connection; completes when all are closed. Can be called more than once. */
    public Mono<Void> stop() {
        return stopped;
    }

    /** Event loops for simulated servers, on daemon threads. */
    public static EventLoopGroup loops(int threads) {
        return new MultiThreadIoEventLoopGroup(
                threads, new DefaultThreadFactory("simulated-mail", true), NioIoHandler.newFactory());
    }

    /** Ends event loops without a quiet period. Subscribe only when nothing runs on them any more. */
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
            ConnectionLog log = new ConnectionLog();
            // Stays closed: connections that are accepted while the server stops are closed too.
            ChannelGroup connections = new DefaultChannelGroup(loops.next(), true);
            Acceptor acceptor = new Acceptor(persona, log, connections);
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
                    sink.success(new SimulatedServer(listener, connections, log, acceptor, afterStop));
                } else {
                    sink.error(done.cause());
                }
            });
        });
    }

    /** Gives every new connection the script that the persona has for it. */
    private static final class Acceptor extends ChannelInitializer<SocketChannel> {

        /** Can be replaced at any time, by any thread. */
        private volatile Persona persona;

        private final ConnectionLog log;
        private final ChannelGroup connections;

        Acceptor(Persona persona, ConnectionLog log, ChannelGroup connections) {
            this.persona = persona;
            this.log = log;
            this.connections = connections;
        }

        @Override
        protected void initChannel(SocketChannel connection) {
            ConnectionLog.Entry entry = log.opened();
            connection.pipeline().addLast(new ScriptPlayer(connection, entry, script(entry)));
            connections.add(connection);
        }

        private Script script(ConnectionLog.Entry entry) {
            return persona.fold(
                    Persona.Speaks::script,
                    turns -> turns.scripts()
                            .get(Math.min(entry.number(), turns.scripts().size()) - 1),
                    crowded -> entry.openOnArrival() <= crowded.most() ? crowded.within() : crowded.beyond(),
                    absent -> Script.accepting(Reaction.silence().thenReset()));
        }
    }
}
