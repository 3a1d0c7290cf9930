package io.ehloscope.tls;

/** What is at the bottom of an exception: the security classes of the platform wrap theirs several times. */
public final class RootCause {

    private RootCause() {}

    public static Throwable root(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }

    /** Its words, or what kind of exception it is where it has none. */
    static String inWords(Throwable thrown) {
        Throwable root = root(thrown);
        String message = root.getMessage();
        return message == null ? root.getClass().getSimpleName() : message;
    }
}
