package io.ehloscope.web.http;

import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address to listen on: {@code :19025}, {@code 127.0.0.1:0}, {@code [::1]:19025}, {@code name:19025}, or
 * {@code unix:/run/ehloscope.sock}.
 */
public sealed interface ListenAddress permits ListenAddress.Port, UnixSocket {

    /** Host and port of a bound address in URL syntax; {@code localhost} for the wildcard address. */
    static String shown(InetSocketAddress bound) {
        boolean any = bound.getAddress().isAnyLocalAddress();
        String host = any ? "localhost" : NetUtil.toAddressString(bound.getAddress());
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + bound.getPort();
    }

    /**
     * Parses an address.
     *
     * @throws IllegalArgumentException with a message for the user
     */
    static ListenAddress parse(String text) {
        return text.strip().startsWith(UnixSocket.SCHEME) ? UnixSocket.parse(text.strip()) : Port.parse(text);
    }

    /**
     * The socket address to bind. Resolves the name, or removes the stale file of a Unix socket; blocks.
     *
     * @throws IOException if the host is unknown or the file cannot be used
     */
    SocketAddress resolve() throws IOException;

    /**
     * Called after the address is bound.
     *
     * @throws IOException if the address cannot be used after all
     */
    default void bound() throws IOException {}

    /**
     * A TCP port.
     *
     * @param host a name or an IP address, without brackets; empty for the wildcard address
     * @param port 0 to 65535; 0 lets the operating system choose one
     */
    record Port(String host, int port) implements ListenAddress {

        private static final Pattern FORM =
                Pattern.compile("(?:\\[(?<v6>[^\\[\\]]+)]|(?<host>[^:\\[\\]]*)):(?<port>[^:]*)");
        private static final Pattern DIGITS = Pattern.compile("[0-9]{1,5}");
        private static final int MAX_PORT = 65_535;

        private static Port parse(String text) {
            Matcher form = FORM.matcher(text.strip());
            if (!form.matches()) {
                throw new IllegalArgumentException(complaint(text.strip()));
            }
            String v6 = form.group("v6");
            if (v6 != null && v6.indexOf(':') < 0) {
                throw new IllegalArgumentException(
                        "\"" + text + "\": use brackets only for IPv6 addresses, as in [::1]:19025");
            }
            return new Port(v6 == null ? form.group("host") : v6, port(text, form.group("port")));
        }

        @Override
        public InetSocketAddress resolve() throws UnknownHostException {
            return host.isEmpty()
                    ? new InetSocketAddress(port)
                    : new InetSocketAddress(InetAddress.getByName(host), port);
        }

        @Override
        public String toString() {
            return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
        }

        private static int port(String text, String port) {
            if (DIGITS.matcher(port).matches() && Integer.parseInt(port) <= MAX_PORT) {
                return Integer.parseInt(port);
            }
            throw new IllegalArgumentException(
                    "\"" + text + "\": a port is a number from 0 to " + MAX_PORT + ", as in :19025");
        }

        private static String complaint(String text) {
            if (text.indexOf(':') < 0) {
                String port = DIGITS.matcher(text).matches() ? text : "19025";
                return "\"" + text + "\" has no port; write :" + port + " for all addresses of this machine";
            }
            if (text.indexOf('[') < 0) {
                return "\"" + text + "\": put an IPv6 address in brackets, as in [::1]:19025";
            }
            return "\"" + text + "\" is not an address to listen on; write HOST:PORT, [IPV6]:PORT, :PORT or unix:/PATH";
        }
    }
}
