package io.ehloscope.daemon;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Speaks to systemd by its own program {@code systemd-notify}, one message after the other and none on the caller's thread:
 * Java has no datagram sockets of the unix kind. See docs/adr/0005-systemd-notify.md.
 */
final class SystemdNotify implements Consumer<List<String>>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SystemdNotify.class);
    private static final long PATIENCE_SECONDS = 5;
    private static final long FAREWELL_SECONDS = 2;

    /** More than that wait only where systemd does not read; it is told no more then. */
    private static final int WAITING = 16;

    private final String program;
    private final AtomicBoolean complained = new AtomicBoolean();
    private final ThreadPoolExecutor messenger = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(WAITING),
            work -> {
                Thread thread = new Thread(work, "systemd");
                thread.setDaemon(true);
                return thread;
            },
            new ThreadPoolExecutor.DiscardPolicy());

    /** A messenger that uses this program: a path, or a name to be looked for on the {@code PATH}. */
    SystemdNotify(String program) {
        this.program = program;
    }

    @Override
    public void accept(List<String> assignments) {
        messenger.execute(() -> send(assignments));
    }

    /** Lets what was said be delivered, within two seconds. */
    @Override
    public void close() {
        messenger.shutdown();
        try {
            if (!messenger.awaitTermination(FAREWELL_SECONDS, TimeUnit.SECONDS)) {
                messenger.shutdownNow();
            }
        } catch (InterruptedException e) {
            messenger.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private void send(List<String> assignments) {
        List<String> command = new ArrayList<>(List.of(program, "--"));
        command.addAll(assignments);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                complain("it did not end");
            } else if (process.exitValue() != 0) {
                complain("exit code " + process.exitValue());
            }
        } catch (IOException e) {
            complain(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Once: whoever reads it can do something about it, but not three times a minute. */
    private void complain(String why) {
        if (complained.compareAndSet(false, true)) {
            LOG.atWarn()
                    .addKeyValue("why", why)
                    .log(
                            "the service cannot notify systemd of its state because systemd-notify does not work; if the unit has"
                                    + " Type=notify or WatchdogSec, systemd will stop the service: install systemd-notify, or use"
                                    + " Type=exec without WatchdogSec");
        }
    }
}
