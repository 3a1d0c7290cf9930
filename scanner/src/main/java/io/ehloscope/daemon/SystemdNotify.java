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
 * Sends messages to systemd by its program {@code systemd-notify}, one at a time and on a separate thread, because Java
 * does not support Unix datagram sockets. See docs/adr/0005-systemd-notify.md.
 */
final class SystemdNotify implements Consumer<List<String>>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SystemdNotify.class);
    private static final long PATIENCE_SECONDS = 5;
    private static final long CLOSE_SECONDS = 2;

    /** The maximum number of pending messages. More arise only if systemd does not read them; they are dropped. */
    private static final int WAITING = 16;

    private final String program;
    private final AtomicBoolean hasWarned = new AtomicBoolean();
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

    /** Uses this program: a path, or a name on the {@code PATH}. */
    SystemdNotify(String program) {
        this.program = program;
    }

    @Override
    public void accept(List<String> assignments) {
        messenger.execute(() -> send(assignments));
    }

    /** Waits at most two seconds for the delivery of pending messages. */
    @Override
    public void close() {
        messenger.shutdown();
        try {
            if (!messenger.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
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
                warn("it did not end");
            } else if (process.exitValue() != 0) {
                warn("exit code " + process.exitValue());
            }
        } catch (IOException e) {
            warn(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Logs one warning in total, not one per message. */
    private void warn(String why) {
        if (hasWarned.compareAndSet(false, true)) {
            LOG.atWarn()
                    .addKeyValue("why", why)
                    .log(
                            "the service cannot notify systemd of its state because systemd-notify does not work; if the unit has"
                                    + " Type=notify or WatchdogSec, systemd will stop the service: install systemd-notify, or use"
                                    + " Type=exec without WatchdogSec");
        }
    }
}
