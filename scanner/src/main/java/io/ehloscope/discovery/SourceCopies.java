package io.ehloscope.discovery;

import io.ehloscope.inventory.SourceDocument;
import io.ehloscope.json.Json;
import io.ehloscope.storage.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * The copies of sources on disk: one file for each source, whose modification time says when the copy was last
 * confirmed. A failure is logged and loses no copy in memory. Blocks.
 */
final class SourceCopies {

    private static final Logger LOG = LoggerFactory.getLogger(SourceCopies.class);
    private static final int MAX_CHARACTERS = 32 * 1024 * 1024;
    private static final int MOST_DOCUMENTS = 1_000;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(MAX_CHARACTERS)
                    .maxNestingDepth(8)
                    .build())
            .build();

    private final @Nullable Path folder;

    /** Keeps copies in this folder, which is created when needed; null keeps none. */
    SourceCopies(@Nullable Path folder) {
        this.folder = folder;
    }

    /** The copy of a source; null if there is none or it cannot be read. */
    @Nullable
    SourceCopy load(String source) {
        Path file = file(source);
        if (file == null || !Files.isRegularFile(file)) {
            return null;
        }
        try (InputStream in = Files.newInputStream(file);
                JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), in)) {
            Instant confirmed = Files.getLastModifiedTime(file).toInstant();
            return read(json, confirmed);
        } catch (IOException | JacksonException e) {
            LOG.error("the copy of the source {} in {} cannot be read: {}", source, file, cause(e));
            return null;
        }
    }

    private static String cause(Exception e) {
        return e instanceof JacksonException json ? json.getOriginalMessage() : String.valueOf(e.getMessage());
    }

    private static @Nullable SourceCopy read(JsonParser json, Instant confirmed) {
        List<String> strings = new ArrayList<>();
        for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
            if (token == JsonToken.VALUE_STRING) {
                strings.add(json.getString());
            } else if (token.isScalarValue() || strings.size() > 3 * MOST_DOCUMENTS + 2) {
                return null;
            }
        }
        if (strings.size() < 2 || strings.size() % 3 != 2) {
            return null;
        }
        List<SourceDocument> documents = new ArrayList<>();
        for (int i = 2; i < strings.size(); i += 3) {
            SourceDocument.Form form =
                    strings.get(i + 1).equals("yaml") ? SourceDocument.Form.YAML : SourceDocument.Form.JSON;
            documents.add(new SourceDocument(strings.get(i), strings.get(i + 2), form));
        }
        return new SourceCopy(documents, strings.get(1).isEmpty() ? null : strings.get(1), confirmed);
    }

    /** Saves the copy of a source in place of the previous one. */
    void save(String source, SourceCopy copy) {
        Path file = file(source);
        if (file == null || folder == null) {
            return;
        }
        try {
            Files.createDirectories(folder);
            try (AtomicFile whole = AtomicFile.open(file)) {
                JsonGenerator json = Json.generator(whole.writer());
                Json.write(json, to -> write(source, copy, to));
                whole.commit();
            }
            confirm(source, copy);
        } catch (IOException e) {
            LOG.error("the copy of the source {} cannot be saved: {}", source, e.getMessage());
        }
    }

    /** Writes the source, the entity tag, and the documents, each with its name, form and text. */
    private static void write(String source, SourceCopy copy, JsonGenerator json) {
        String etag = copy.etag();
        json.writeStartArray();
        json.writeString(source);
        json.writeString(etag == null ? "" : etag);
        for (SourceDocument each : copy.documents()) {
            json.writeStartArray();
            json.writeString(each.name());
            json.writeString(each.form() == SourceDocument.Form.YAML ? "yaml" : "json");
            json.writeString(each.text());
            json.writeEndArray();
        }
        json.writeEndArray();
    }

    /** Records when the copy of a source was last confirmed. */
    void confirm(String source, SourceCopy copy) {
        Path file = file(source);
        if (file == null) {
            return;
        }
        try {
            Files.setLastModifiedTime(file, FileTime.from(copy.confirmed()));
        } catch (IOException e) {
            LOG.error("the age of the copy of the source {} cannot be saved: {}", source, e.getMessage());
        }
    }

    /** Deletes the copies of all other sources. */
    void retain(List<String> sources) {
        if (folder == null || !Files.isDirectory(folder)) {
            return;
        }
        List<Path> wanted = sources.stream().map(this::file).toList();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, "*.json")) {
            for (Path each : all) {
                if (!wanted.contains(each)) {
                    Files.deleteIfExists(each);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.error("copies of former sources in {} cannot be deleted: {}", folder, e.getMessage());
        }
    }

    private @Nullable Path file(String source) {
        if (folder == null) {
            return null;
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(source.getBytes(StandardCharsets.UTF_8));
            return folder.resolve(HexFormat.of().formatHex(digest, 0, 16) + ".json");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
