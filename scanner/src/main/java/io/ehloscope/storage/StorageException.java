package io.ehloscope.storage;

/** The storage path is unusable. The message is a sentence for the user. */
public final class StorageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StorageException(String message) {
        super(message);
    }
}
