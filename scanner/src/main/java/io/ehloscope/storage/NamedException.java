package io.ehloscope.storage;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** An error of writing a file, as one sentence that names the file. */
final class NamedException extends IOException {

    private static final long serialVersionUID = 1;

    NamedException(Path path, IOException cause) {
        super("cannot write " + path + ": " + reason(path, cause), cause);
    }

    private static String reason(Path path, IOException cause) {
        if (cause instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (cause instanceof FileSystemException file && file.getReason() != null) {
            return file.getReason();
        }
        String message = String.valueOf(cause.getMessage());
        String lead = path + " (";
        return message.startsWith(lead) ? message.substring(lead.length(), message.length() - 1) : message;
    }
}
