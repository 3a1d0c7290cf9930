package io.ehloscope.runtime;

import io.ehloscope.text.Printable;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Ends the process where it cannot go on: after an {@link Error} that leaves work undone without anybody hearing of it,
 * such as a lack of memory. The process writes one sentence to standard error and ends at once with the exit code of what
 * could not be completed, without hooks that could wait for threads that are gone. A service manager starts it anew.
 *
 * <p>The sentences about memory are made when the program starts, because there may be no memory to make them later.
 */
public final class FatalError {

    private static final int MOST_CAUSES = 16;
    private static final int MOST_CHARACTERS = 300;
    private static final long MEBI = 1024L * 1024;

    private static final byte[] HEAP = line("out of memory: the JVM may use "
            + String.format(Locale.ROOT, "%,d", Runtime.getRuntime().maxMemory() / MEBI)
            + " MiB for the heap and needs more; raise it with -Xmx, for example JAVA_OPTS=-Xmx"
            + example(Runtime.getRuntime().maxMemory()));
    private static final byte[] DIRECT = line("out of memory for buffers outside the heap; raise it with"
            + " -XX:MaxDirectMemorySize in JAVA_OPTS, or raise -Xmx, which it follows by default");
    private static final byte[] CLASSES =
            line("out of memory for classes; raise or take away -XX:MaxMetaspaceSize in JAVA_OPTS");
    private static final byte[] THREADS = line("the system refused another thread; raise the limit of processes"
            + " (ulimit -u, TasksMax= in a systemd unit, the pids limit of a container) or its memory");
    private static final byte[] COLLECTING = line("out of memory: for a minute nearly all time went into garbage"
            + " collection; raise the heap with -Xmx in JAVA_OPTS");

    private static final List<String> WORDS = List.of("Java heap space", "native thread", "direct", "Metaspace");

    /** A constant, because the class of exit codes may not be loaded yet. */
    private static final int CODE = ExitCode.INCOMPLETE.code();

    private static final AtomicBoolean SAYING = new AtomicBoolean();
    private static final AtomicBoolean SAID = new AtomicBoolean();

    /** The descriptor itself: {@link System#err} encodes, for which there may be no memory. */
    private static final FileOutputStream STDERR = new FileOutputStream(FileDescriptor.err);

    private FatalError() {}

    /**
     * Has an error that ends a thread end the process. Goes through once what is done then: the JVM takes memory for a
     * class or a constant when it comes across it first.
     */
    public static void watchThreads() {
        for (String each : WORDS) {
            in(new IllegalStateException(new OutOfMemoryError(each)));
            memory(each);
        }
        // Only this loads the class that ends the JVM.
        Thread nothing = new Thread(() -> {}, "nothing");
        Runtime.getRuntime().addShutdownHook(nothing);
        Runtime.getRuntime().removeShutdownHook(nothing);
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> {
            Error fatal = in(thrown);
            if (fatal != null) {
                end(fatal);
            }
            // Not every thread that this is called for ends: Reactor also calls it for what a task threw.
            LoggerFactory.getLogger(FatalError.class)
                    .atError()
                    .setCause(thrown)
                    .addKeyValue("thread", thread.getName())
                    .log("an exception was thrown that nothing expected, which is a bug");
        });
    }

    /** The first error among an exception and its causes; null for none. */
    public static @Nullable Error in(@Nullable Throwable thrown) {
        Throwable each = thrown;
        for (int i = 0; each != null && i < MOST_CAUSES; i++) {
            if (each instanceof Error error) {
                return error;
            }
            each = each.getCause();
        }
        return null;
    }

    /** Says what happened and ends the process. Needs no memory where memory is what is lacking. */
    public static void end(Error fatal) {
        byte[] line = HEAP;
        try {
            line = sentence(fatal);
        } catch (Error again) {
            // There is no memory to say it more exactly.
        } finally {
            halt(line);
        }
    }

    /** The same where a thread that everything depends on has ended. */
    static void endThread(String thread) {
        halt(line(thread + " has ended unexpectedly, and nothing works without it; please report this bug"));
    }

    /** The same where the collector is all that still works. */
    static void endCollecting() {
        halt(COLLECTING);
    }

    /** What an error means and what to do about it, as one line. */
    static byte[] sentence(Error fatal) {
        if (fatal instanceof OutOfMemoryError) {
            return memory(fatal.getMessage());
        }
        if (fatal instanceof StackOverflowError) {
            return line("out of stack; raise it with -Xss, for example JAVA_OPTS=-Xss4m, and please report it");
        }
        if (fatal instanceof LinkageError) {
            return line("a part of the program could not be loaded (" + named(fatal)
                    + "): the jar is damaged or was replaced while it ran; install it again");
        }
        return line("this is a bug in the program, please report it: " + named(fatal));
    }

    /** By the words of the JVM and of Netty. */
    private static byte[] memory(@Nullable String words) {
        if (words == null) {
            return HEAP;
        }
        if (words.contains("native thread")) {
            return THREADS;
        }
        if (words.contains("direct")) {
            return DIRECT;
        }
        return words.contains("Metaspace") || words.contains("class space") ? CLASSES : HEAP;
    }

    private static String named(Error error) {
        Throwable cause = error.getCause();
        Throwable told = error instanceof ExceptionInInitializerError && cause != null ? cause : error;
        String message = told.getMessage();
        return Printable.escape(told.getClass().getName() + (message == null ? "" : ": " + message), MOST_CHARACTERS);
    }

    private static String example(long heap) {
        return Math.max(1, (2 * heap + 1024 * MEBI - 1) / (1024 * MEBI)) + "g";
    }

    private static byte[] line(String sentence) {
        return ("ehloscope: " + sentence + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Every thread that comes here tries, since the first may find no memory for its next step; the first one says why. */
    private static void halt(byte[] line) {
        if (SAYING.compareAndSet(false, true)) {
            try {
                STDERR.write(line);
            } catch (IOException nobodyReads) {
                // The exit code says it.
            } finally {
                SAID.set(true);
            }
        }
        while (!SAID.get()) {
            Thread.onSpinWait();
        }
        while (true) {
            try {
                Runtime.getRuntime().halt(CODE);
            } catch (OutOfMemoryError again) {
                // Another thread may leave some memory soon.
            }
        }
    }
}
