package io.ehloscope.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class PortInUseTest {

    @Test
    void demoFailsBeforeItScans() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int code = Main.run("demo", "--web.listen-address=127.0.0.1:" + taken.getLocalPort());

            assertThat(code).isEqualTo(3);
        }
    }

    @Test
    void messageNamesTheAddressAndHowToFindTheProgram() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + taken.getLocalPort();

            assertThatThrownBy(() -> options(address).requireFreePorts())
                    .isInstanceOf(CommandException.class)
                    .hasMessageStartingWith("cannot listen on " + address)
                    .hasMessageContaining("ss -ltnp");
        }
    }

    @Test
    void anyFreePortIsAccepted() {
        assertThatNoException().isThrownBy(() -> options("127.0.0.1:0").requireFreePorts());
    }

    private static WebOptions options(String address) {
        Holder holder = new Holder();
        new CommandLine(holder).parseArgs("--web.listen-address=" + address);
        return holder.web;
    }

    /** A command with only these options. */
    @CommandLine.Command
    private static final class Holder {
        @CommandLine.Mixin
        private final WebOptions web = new WebOptions();
    }
}
