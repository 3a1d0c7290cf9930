package io.ehloscope.web.http;

import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.util.Locale;

/** Thrown when a listen address cannot be bound. The message is for the user. */
public final class ListenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private ListenException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The exception for a failed bind of this address; its message states the reason in plain words. */
    public static ListenException of(ListenAddress address, Throwable thrown) {
        return new ListenException("cannot listen on " + address + ": " + why(address, thrown), thrown);
    }

    private static String why(ListenAddress address, Throwable thrown) {
        if (thrown instanceof UnknownHostException) {
            return "the host is unknown";
        }
        String message = rootMessage(thrown);
        String folded = message.toLowerCase(Locale.ROOT);
        if (folded.contains("in use")) {
            return "it is in use by another program" + whose(address);
        }
        if (thrown instanceof AccessDeniedException || folded.contains("permission denied")) {
            return "permission denied" + (address instanceof UnixSocket ? "" : "; ports below 1024 are often reserved");
        }
        if (folded.contains("assign requested address")) {
            return "this machine has no such address";
        }
        return message;
    }

    /** How to find the program that uses the address. */
    private static String whose(ListenAddress address) {
        return "; on Linux, " + (address instanceof UnixSocket ? "ss -lxp" : "ss -ltnp") + " shows which one";
    }

    private static String rootMessage(Throwable thrown) {
        Throwable each = thrown;
        for (int depth = 0; each.getCause() != null && depth < 10; depth++) {
            each = each.getCause();
        }
        String message = each.getMessage();
        return message == null ? each.getClass().getSimpleName() : message;
    }
}
