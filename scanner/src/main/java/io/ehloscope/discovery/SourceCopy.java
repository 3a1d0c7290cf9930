package io.ehloscope.discovery;

import io.ehloscope.inventory.SourceDocument;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last good version of a source.
 *
 * @param documents its documents
 * @param etag the entity tag of the document; null for none
 * @param confirmed when the source last had this version
 */
record SourceCopy(List<SourceDocument> documents, @Nullable String etag, Instant confirmed) {

    SourceCopy {
        documents = List.copyOf(documents);
    }

    SourceCopy confirmedAt(Instant now) {
        return new SourceCopy(documents, etag, now);
    }
}
