package io.ehloscope.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The notifications of {@code serve} to systemd, through the real {@code systemd-notify} and a socket like systemd's
 * own.
 */
@Timeout(180)
class SystemdNotifierIT {

    @TempDir
    Path directory;

    @Test
    void serviceNotifiesSystemdOfItsLifecycle() throws Exception {
        Installed.program("systemd-notify");
        try (NotifySocket socket = NotifySocket.listen(directory);
                BareWindowsServer windows = BareWindowsServer.start();
                RealServer serve = serve(socket, windows)) {
            socket.await("READY=1");
            assertThat(socket.await("WATCHDOG=1", 3)).contains("READY=1");
            List<ProcessHandle> family = serve.family();
            long pid = family.get(family.size() - 1).pid();
            ProcessResult hangup = ProcessResult.run(List.of("/bin/sh", "-c", "kill -HUP " + pid));
            assertThat(hangup.exitCode()).as(hangup.toString()).isZero();
            List<String> reloaded = socket.await("READY=1", 2);

            assertThat(serve.terminate()).as(serve.output()).isZero();
            List<String> all = socket.await("STOPPING=1");
            assertThat(all.indexOf("READY=1")).isLessThan(all.indexOf("WATCHDOG=1"));
            assertThat(reloaded).contains("RELOADING=1").anyMatch(line -> line.matches("MONOTONIC_USEC=[0-9]+"));
            assertThat(all)
                    .anyMatch(line -> line.matches("STATUS=Scan completed at .*Z: 1 of 1 target with findings\\."));
            assertThat(serve.output()).doesNotContain("systemd-notify does not work");
        }
    }

    private RealServer serve(NotifySocket socket, BareWindowsServer windows) throws IOException, InterruptedException {
        Path inventory = Files.writeString(directory.resolve("inventory.yml"), """
                version: 1
                ehlo_name: scanner.test
                sites:
                  - name: lab
                    profile: exchange-2003
                    servers: ['%s']
                """.formatted(windows.target()));
        return RealServer.start(directory, (own, port) -> {
            List<String> command =
                    new ArrayList<>(List.of("env", "NOTIFY_SOCKET=" + socket.path(), "WATCHDOG_USEC=1500000"));
            command.addAll(PackagedJar.service(
                    List.of(), "serve", inventory.toString(), "--web.listen-address=127.0.0.1:" + port));
            return command;
        });
    }
}
