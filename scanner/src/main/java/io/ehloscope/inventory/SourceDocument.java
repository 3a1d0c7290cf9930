package io.ehloscope.inventory;

/**
 * One file or response of a source.
 *
 * @param name the file or the URL, as messages name it
 * @param text the text
 * @param form the notation of the text
 */
public record SourceDocument(String name, String text, Form form) {

    /** The notation of a document. */
    public enum Form {
        /** JSON, the only notation of HTTP. */
        JSON,
        /** YAML. */
        YAML
    }
}
