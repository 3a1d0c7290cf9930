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
 * Terminates the process when it cannot continue: after an {@link Error}, such as an {@link OutOfMemoryError}, that
 * leaves work undone without any notification. The process writes one sentence to standard error and halts with
 * {@link ExitCode#INCOMPLETE}, without shutdown hooks, which could wait for threads that no longer run. A service
 * manager restarts it.
 *
 * <p>The sentences about memory are created at startup, because later there may be no memory to create them.
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

    /** A constant, because {@link ExitCode} may not be loaded when the error occurs. */
    private static final int CODE = ExitCode.INCOMPLETE.code();

    private static final AtomicBoolean PRINTING = new AtomicBoolean();
    private static final AtomicBoolean PRINTED = new AtomicBoolean();

    /** The file descriptor itself: {@link System#err} encodes text, for which there may be no memory. */
    private static final FileOutputStream STDERR = new FileOutputStream(FileDescriptor.err);

    private FatalError() {}

    /**
     * Installs the default handler of uncaught exceptions, which terminates the process after an error. Executes the
     * code of that handler once, because the JVM allocates memory for a class or a constant at its first use.
     */
    public static void watchThreads() {
        for (String each : WORDS) {
            in(new IllegalStateException(new OutOfMemoryError(each)));
            memory(each);
        }
        // This loads the class that halts the JVM.
        Thread nothing = new Thread(() -> {}, "nothing");
        Runtime.getRuntime().addShutdownHook(nothing);
        Runtime.getRuntime().removeShutdownHook(nothing);
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> {
            Error fatal = in(thrown);
            if (fatal != null) {
                end(fatal);
            }
            // Not every call means that a thread ended: Reactor also calls this handler for an exception of a task.
            LoggerFactory.getLogger(FatalError.class)
                    .atError()
                    .setCause(thrown)
                    .addKeyValue("thread", thread.getName())
                    .log("an exception was thrown that nothing expected, which is a bug");
        });
    }

    /**
     * Returns the first {@link Error} among a throwable and its causes, up to {@value #MOST_CAUSES}; null if there is
     * none.
     */
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

    /** Prints the reason and halts the process. Allocates no memory if the heap is exhausted. */
    public static void end(Error fatal) {
        byte[] line = HEAP;
        try {
            line = sentence(fatal);
        } catch (Error again) {
            // There is no memory for a more specific sentence.
        } finally {
            halt(line);
        }
    }

    /** Halts the process because an essential thread has ended. */
    static void endThread(String thread) {
        halt(line(thread + " has ended unexpectedly, and nothing works without it; please report this bug"));
    }

    /** Halts the process because nearly all time goes into garbage collection. */
    static void endCollecting() {
        halt(COLLECTING);
    }

    /** Returns the meaning of an error and the remedy as one line. */
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

    /** Chooses the sentence by the messages of the JVM and of Netty. */
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
        Throwable reported = error instanceof ExceptionInInitializerError && cause != null ? cause : error;
        String message = reported.getMessage();
        return Printable.escape(
                reported.getClass().getName() + (message == null ? "" : ": " + message), MOST_CHARACTERS);
    }

    private static String example(long heap) {
        return Math.max(1, (2 * heap + 1024 * MEBI - 1) / (1024 * MEBI)) + "g";
    }

    private static byte[] line(String sentence) {
        return ("ehloscope: " + sentence + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Every thread that calls this tries to halt, since the first may lack memory for its next step; the first one
     * prints.
     */
    private static void halt(byte[] line) {
        if (PRINTING.compareAndSet(false, true)) {
            try {
                STDERR.write(line);
            } catch (IOException notReadable) {
                // Standard error is closed; the exit code remains.
            } finally {
                PRINTED.set(true);
            }
        }
        while (!PRINTED.get()) {
            Thread.onSpinWait();
        }
        while (true) {
            try {
                Runtime.getRuntime().halt(CODE);
            } catch (OutOfMemoryError again) {
                // Another thread may release memory soon.
            }
        }
    }
}
