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
 * What an exception of the transport means. The operating system's words are all that tells many of them apart, so they
 * are read here and nowhere else.
 *
 * @param reason from the closed set
 * @param detail one sentence
 */
public record TransportFailure(Reason reason, String detail) {

    /** Reads an exception that ended a connect to this address, or a connection with it. */
    public static TransportFailure of(Throwable thrown, InetAddress address) {
        String words = words(thrown).toLowerCase(Locale.ROOT);
        if (address instanceof Inet6Address && words.contains("cannot assign requested address")) {
            // Where IPv6 is switched off this is said of every address: it will not pass, and is no shortage.
            return new TransportFailure(
                    Reason.UNREACHABLE,
                    "the address cannot be reached: this machine has no IPv6 address to connect from");
        }
        if (isOurShortage(thrown, words)) {
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

    /** No descriptors, no ephemeral port, no buffers: says nothing about the server. */
    private static boolean isOurShortage(Throwable thrown, String words) {
        return thrown instanceof BindException
                || words.contains("too many open files")
                || words.contains("cannot assign requested address")
                || words.contains("no buffer space")
                || words.contains("cannot allocate memory");
    }

    /** Whether an exception comes from the network or its handlers; any other is a bug of ours. */
    static boolean isOfTheNetwork(Throwable thrown) {
        return thrown instanceof IOException
                || thrown instanceof ChannelException
                || thrown instanceof CodecException
                || thrown instanceof UnsupportedAddressTypeException;
    }

    /** The system's own words; Netty wraps some of them. */
    private static String words(Throwable thrown) {
        Throwable cause = thrown.getCause();
        if (cause != null && (thrown instanceof ChannelException || thrown instanceof CodecException)) {
            return words(cause);
        }
        String message = thrown.getMessage();
        return message == null ? thrown.getClass().getSimpleName() : message;
    }
}
