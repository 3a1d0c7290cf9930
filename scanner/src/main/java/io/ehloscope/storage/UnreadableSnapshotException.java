package io.ehloscope.storage;

import java.nio.file.Path;

/** The snapshot on disk is unusable. The message is a sentence for the user. */
public final class UnreadableSnapshotException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnreadableSnapshotException(Path file, String why) {
        super(file + " cannot be used: " + why);
    }
}
