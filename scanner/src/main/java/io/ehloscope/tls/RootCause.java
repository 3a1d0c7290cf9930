package io.ehloscope.tls;

/** Finds the root cause of an exception: the platform's security classes wrap exceptions several times. */
public final class RootCause {

    private RootCause() {}

    /** The innermost cause; the exception itself if it has no cause. */
    public static Throwable root(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }

    /** The message of the root cause, or the simple name of its class if it has no message. */
    static String inWords(Throwable thrown) {
        Throwable root = root(thrown);
        String message = root.getMessage();
        return message == null ? root.getClass().getSimpleName() : message;
    }
}
