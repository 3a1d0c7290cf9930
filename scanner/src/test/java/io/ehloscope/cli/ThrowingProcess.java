package io.ehloscope.cli;

import ch.qos.logback.classic.LoggerContext;
import io.ehloscope.runtime.FatalError;
import io.ehloscope.runtime.LogSetup;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** A process in which an OutOfMemoryError occurs on a thread that catches everything, and which then waits forever. */
public final class ThrowingProcess {

    private ThrowingProcess() {}

    /** Where the error is thrown. */
    public enum Place {
        THREAD,
        EVENT_LOOP,
        LISTENER,
        CHANNEL_HANDLER,
        OPERATOR_ON_AN_EVENT_LOOP,
        SCHEDULER,
        TIMER,
        AFTER_CANCEL
    }

    /** Starts this class in a separate JVM, with the program's logging configuration. */
    public static Process start(Place place) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ThrowingProcess.class.getName(),
                        place.name())
                .start();
    }

    /** Throws at a {@link Place} and waits forever. */
    public static void main(String[] args) throws InterruptedException {
        FatalError.watchThreads();
        // Replaces the logging configuration of the tests by that of the program.
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        new LogSetup().configure(context);
        throwAt(Place.valueOf(args[0]));
        new CountDownLatch(1).await();
    }

    private static void throwAt(Place place) {
        EventLoop loop = new DefaultEventLoop();
        Scheduler single = Schedulers.newSingle("single", true);
        switch (place) {
            case THREAD -> new Thread(ThrowingProcess::run).start();
            case EVENT_LOOP -> loop.execute(ThrowingProcess::run);
            case LISTENER -> loop.newSucceededFuture(null).addListener(done -> run());
            case CHANNEL_HANDLER -> new EmbeddedChannel(new Handler()).writeInbound("x");
            case OPERATOR_ON_AN_EVENT_LOOP ->
                Flux.just(1)
                        .publishOn(Schedulers.fromExecutor(loop))
                        .map(any -> thrown())
                        .onErrorComplete()
                        .subscribe();
            case SCHEDULER -> single.schedule(ThrowingProcess::run);
            case TIMER ->
                Flux.interval(java.time.Duration.ofMillis(1), single)
                        .map(any -> thrown())
                        .subscribe();
            case AFTER_CANCEL ->
                Mono.<Integer>create(sink -> {
                            sink.success(1);
                            sink.error(new OutOfMemoryError("Java heap space"));
                        })
                        .subscribe();
        }
    }

    private static void run() {
        thrown();
    }

    private static Integer thrown() {
        throw new OutOfMemoryError("Java heap space");
    }

    /** Throws when it reads a message, and again when it handles that exception. */
    private static final class Handler extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            run();
        }

        @Override
        @SuppressWarnings("deprecation") // of ChannelHandler, whose subtype is not
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            throw new IllegalStateException(cause);
        }
    }
}
