package io.ehloscope.dialogue;

import io.ehloscope.evidence.Reason;
import io.netty.channel.ChannelException;
import io.netty.handler.codec.CodecException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.Locale;

/**
 * The failure that an exception of the transport means. Many exceptions differ only in the operating system's message;
 * only this class parses it.
 *
 * @param reason the reason, from the closed set
 * @param detail one sentence
 */
public record TransportFailure(Reason reason, String detail) {

    /** Interprets an exception that ended a connect to this address, or a connection with it. */
    public static TransportFailure of(Throwable thrown, InetAddress address) {
        String words = words(thrown).toLowerCase(Locale.ROOT);
        if (address instanceof Inet6Address && words.contains("cannot assign requested address")) {
            // If IPv6 is disabled, the kernel reports this for every IPv6 address: it is permanent, and not a shortage.
            return new TransportFailure(
                    Reason.UNREACHABLE,
                    "the address cannot be reached: this machine has no IPv6 address to connect from");
        }
        if (isLocalShortage(thrown, words)) {
            return new TransportFailure(Reason.OVERLOADED, "a shortage on the scanner's own machine: " + words(thrown));
        }
        if (words.contains("refused")) {
            return new TransportFailure(Reason.REFUSED, "the connection was refused: nothing listens on the port");
        }
        if (thrown instanceof NoRouteToHostException
                || thrown instanceof PortUnreachableException
                || words.contains("unreachable")
                || thrown instanceof UnsupportedAddressTypeException
                || words.contains("no route")) {
            return new TransportFailure(Reason.UNREACHABLE, "the address cannot be reached: " + words(thrown));
        }
        if (words.contains("timed out")) {
            return new TransportFailure(Reason.TIMEOUT, "the network timed out: " + words(thrown));
        }
        if (words.contains("reset") || words.contains("broken pipe") || words.contains("aborted")) {
            return new TransportFailure(Reason.RESET, "the connection was reset");
        }
        if (thrown instanceof ConnectException) {
            return new TransportFailure(Reason.UNREACHABLE, "no connection: " + words(thrown));
        }
        return new TransportFailure(Reason.RESET, "the connection broke: " + words(thrown));
    }

    /**
     * Whether this machine has no file descriptor, no ephemeral port or no buffer; that says nothing about the server.
     */
    private static boolean isLocalShortage(Throwable thrown, String words) {
        return thrown instanceof BindException
                || words.contains("too many open files")
                || words.contains("cannot assign requested address")
                || words.contains("no buffer space")
                || words.contains("cannot allocate memory");
    }

    /** Whether an exception comes from the network or its handlers; any other is a bug of the scanner. */
    static boolean isOfTheNetwork(Throwable thrown) {
        return thrown instanceof IOException
                || thrown instanceof ChannelException
                || thrown instanceof CodecException
                || thrown instanceof UnsupportedAddressTypeException;
    }

    /** The message of the operating system, which Netty may wrap. */
    private static String words(Throwable thrown) {
        Throwable cause = thrown.getCause();
        if (cause != null && (thrown instanceof ChannelException || thrown instanceof CodecException)) {
            return words(cause);
        }
        String message = thrown.getMessage();
        return message == null ? thrown.getClass().getSimpleName() : message;
    }
}
