package io.ehloscope.daemon;

/** A service cannot start; the message is a sentence for the operator. */
public final class StartupException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StartupException(String sentence) {
        super(sentence);
    }
}
