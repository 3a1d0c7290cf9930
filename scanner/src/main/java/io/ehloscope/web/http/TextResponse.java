package io.ehloscope.web.http;

import io.ehloscope.text.Printable;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * A short response.
 *
 * @param status the HTTP status
 * @param contentType the {@code Content-Type}
 * @param policy the {@code Content-Security-Policy}
 * @param body the text
 */
public record TextResponse(HttpResponseStatus status, String contentType, String policy, String body) {

    /** The policy of responses that are not HTML pages: no resources, no scripts, no forms, no framing. */
    static final String POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /** The {@code Content-Type} of JSON. */
    public static final String JSON = "application/json; charset=utf-8";

    /** The most lines that {@link #lines} sends. */
    static final int MOST_LINES = 100;

    /** The most characters of a line that {@link #lines} sends. */
    static final int LONGEST_LINE = 1_000;

    private static final int TAG_BYTES = 16;

    /** The {@code Content-Type} of plain text. */
    public static final String TEXT = "text/plain; charset=utf-8";

    private static final String HTML = "text/html; charset=utf-8";

    /**
     * Plain text with one sentence per line: at most {@link #MOST_LINES}, each cut at {@link #LONGEST_LINE} characters,
     * followed by the number of sentences left out.
     */
    public static TextResponse lines(HttpResponseStatus status, List<String> sentences) {
        String text =
                sentences.stream().limit(MOST_LINES).map(TextResponse::cut).collect(Collectors.joining("\n"));
        int more = sentences.size() - MOST_LINES;
        return text(status, more > 0 ? text + "\n… and " + more + " more" : text);
    }

    private static String cut(String sentence) {
        return Printable.cut(sentence, LONGEST_LINE);
    }

    /** Plain text of one sentence, followed by a newline. */
    public static TextResponse text(HttpResponseStatus status, String sentence) {
        return new TextResponse(status, TEXT, POLICY, sentence + "\n");
    }

    /** A JSON document. */
    public static TextResponse json(HttpResponseStatus status, String document) {
        return new TextResponse(status, JSON, POLICY, document);
    }

    /** An HTML page with its {@code Content-Security-Policy}. */
    public static TextResponse html(HttpResponseStatus status, String policy, String page) {
        return new TextResponse(status, HTML, policy, page);
    }

    /**
     * Adds the security headers of every response: no type sniffing, the content security policy, no referrer, no
     * caching. Headers that the web configuration has set are kept.
     */
    static HttpServerResponse withSecurityHeaders(HttpServerResponse response, String policy) {
        setIfAbsent(response, "X-Content-Type-Options", "nosniff");
        setIfAbsent(response, "Content-Security-Policy", policy);
        setIfAbsent(response, "Referrer-Policy", "no-referrer");
        setIfAbsent(response, "Cache-Control", "no-store");
        return response;
    }

    private static void setIfAbsent(HttpServerResponse response, String name, String value) {
        if (!response.responseHeaders().contains(name)) {
            response.header(name, value);
        }
    }

    /**
     * Sends a page: compressed with gzip if the client accepts it, or as 304 without a body if the client has it
     * already ({@code If-None-Match}, which the script of the page sends). May compute for some milliseconds.
     */
    public Mono<Void> sendAsPage(HttpServerRequest request, HttpServerResponse response) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String tag = tag(bytes);
        response.header(HttpHeaderNames.ETAG, tag).header(HttpHeaderNames.VARY, HttpHeaderNames.ACCEPT_ENCODING);
        if (tag.equals(request.requestHeaders().get(HttpHeaderNames.IF_NONE_MATCH))) {
            return withSecurityHeaders(response, policy)
                    .status(HttpResponseStatus.NOT_MODIFIED)
                    .send();
        }
        if (!Negotiation.gzip(BufferedResponse.all(request.requestHeaders(), HttpHeaderNames.ACCEPT_ENCODING))) {
            return send(Payload.of(List.of(bytes)), request, response);
        }
        response.header(HttpHeaderNames.CONTENT_ENCODING, "gzip");
        return send(DeflateBlock.gzip(List.of(DeflateStream.of(bytes, bytes.length))), request, response);
    }

    /** A weak entity tag, the same for the compressed and the uncompressed page (RFC 9110 section 8.8.3). */
    private static String tag(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return "W/\"" + HexFormat.of().formatHex(digest, 0, TAG_BYTES) + "\"";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Sends the response; for HEAD without the body. */
    public Mono<Void> send(HttpServerRequest request, HttpServerResponse response) {
        return send(Payload.of(List.of(body.getBytes(StandardCharsets.UTF_8))), request, response);
    }

    private Mono<Void> send(Payload bytes, HttpServerRequest request, HttpServerResponse response) {
        withSecurityHeaders(response, policy)
                .status(status)
                .header(HttpHeaderNames.CONTENT_TYPE, contentType)
                .header(HttpHeaderNames.CONTENT_LENGTH, Long.toString(bytes.length()));
        return request.method().equals(HttpMethod.HEAD)
                ? response.send()
                : response.sendByteArray(bytes.bytes()).then();
    }
}
