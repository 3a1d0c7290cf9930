package io.ehloscope.json;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.TokenStreamLocation;

/** A file cannot be used as a baseline. The message is {@code file:line:column: sentence}. */
public final class BaselineException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BaselineException(String file, @Nullable TokenStreamLocation place, String sentence) {
        super(file + (place == null ? "" : ":" + place.getLineNr() + ":" + place.getColumnNr()) + ": " + sentence);
    }
}
