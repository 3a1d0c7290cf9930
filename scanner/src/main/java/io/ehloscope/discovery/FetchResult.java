package io.ehloscope.discovery;

import org.jspecify.annotations.Nullable;

/** The result of a request to an endpoint of service discovery. */
public sealed interface FetchResult {

    /**
     * The endpoint sent a document.
     *
     * @param text the document
     * @param etag the entity tag of this version; null if the endpoint sent none
     */
    record Document(String text, @Nullable String etag) implements FetchResult {}

    /** The document is the version that the request named. */
    record Unchanged() implements FetchResult {}

    /**
     * There is no document.
     *
     * @param sentence the cause, for people
     */
    record Failed(String sentence) implements FetchResult {}
}
