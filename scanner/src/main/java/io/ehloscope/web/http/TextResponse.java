package io.ehloscope.web.http;

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
 * A short answer.
 *
 * @param status its status
 * @param contentType its {@code Content-Type}
 * @param policy its {@code Content-Security-Policy}
 * @param body its text
 */
public record TextResponse(HttpResponseStatus status, String contentType, String policy, String body) {

    /** What is no page loads nothing, runs nothing, sends nothing, and may not be put into a frame. */
    static final String POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /** The {@code Content-Type} of JSON. */
    public static final String JSON = "application/json; charset=utf-8";

    /** More sentences than anybody reads. */
    static final int MOST_LINES = 100;

    /** Characters of a sentence. */
    static final int LONGEST_LINE = 1_000;

    private static final int TAG_BYTES = 16;

    public static final String TEXT = "text/plain; charset=utf-8";
    private static final String HTML = "text/html; charset=utf-8";

    /**
     * Sentences, one in each line: at most {@link #MOST_LINES}, each cut at {@link #LONGEST_LINE} characters, and then how
     * many there are besides.
     */
    public static TextResponse lines(HttpResponseStatus status, List<String> sentences) {
        String text =
                sentences.stream().limit(MOST_LINES).map(TextResponse::cut).collect(Collectors.joining("\n"));
        int more = sentences.size() - MOST_LINES;
        return text(status, more > 0 ? text + "\n… and " + more + " more" : text);
    }

    private static String cut(String sentence) {
        return sentence.length() <= LONGEST_LINE ? sentence : sentence.substring(0, LONGEST_LINE) + "…";
    }

    /** A sentence. */
    public static TextResponse text(HttpResponseStatus status, String sentence) {
        return new TextResponse(status, TEXT, POLICY, sentence + "\n");
    }

    /** A document for programs. */
    public static TextResponse json(HttpResponseStatus status, String document) {
        return new TextResponse(status, JSON, POLICY, document);
    }

    /** A page, and the policy for what is in it. */
    public static TextResponse html(HttpResponseStatus status, String policy, String page) {
        return new TextResponse(status, HTML, policy, page);
    }

    /**
     * Puts on the headers that every answer has: nobody may guess its type, keep it, or frame it. What the web configuration
     * has put on already stays.
     */
    static HttpServerResponse guarded(HttpServerResponse response, String policy) {
        guard(response, "X-Content-Type-Options", "nosniff");
        guard(response, "Content-Security-Policy", policy);
        guard(response, "Referrer-Policy", "no-referrer");
        guard(response, "Cache-Control", "no-store");
        return response;
    }

    private static void guard(HttpServerResponse response, String name, String value) {
        if (!response.responseHeaders().contains(name)) {
            response.header(name, value);
        }
    }

    /**
     * Sends a page: packed where the client unpacks, and not at all where it has it already, as the script in a page asks.
     * May compute for some milliseconds.
     */
    public Mono<Void> sendAsPage(HttpServerRequest request, HttpServerResponse response) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String tag = tag(bytes);
        response.header(HttpHeaderNames.ETAG, tag).header(HttpHeaderNames.VARY, HttpHeaderNames.ACCEPT_ENCODING);
        if (tag.equals(request.requestHeaders().get(HttpHeaderNames.IF_NONE_MATCH))) {
            return guarded(response, policy)
                    .status(HttpResponseStatus.NOT_MODIFIED)
                    .send();
        }
        if (!Negotiation.gzip(BufferedResponse.all(request.requestHeaders(), HttpHeaderNames.ACCEPT_ENCODING))) {
            return send(Payload.of(List.of(bytes)), request, response);
        }
        response.header(HttpHeaderNames.CONTENT_ENCODING, "gzip");
        return send(DeflateBlock.gzip(List.of(DeflateStream.of(bytes, bytes.length))), request, response);
    }

    /** The same for the same bytes, whether they are packed or not. */
    private static String tag(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return "W/\"" + HexFormat.of().formatHex(digest, 0, TAG_BYTES) + "\"";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Sends it; to HEAD without the body. */
    public Mono<Void> send(HttpServerRequest request, HttpServerResponse response) {
        return send(Payload.of(List.of(body.getBytes(StandardCharsets.UTF_8))), request, response);
    }

    private Mono<Void> send(Payload bytes, HttpServerRequest request, HttpServerResponse response) {
        guarded(response, policy)
                .status(status)
                .header(HttpHeaderNames.CONTENT_TYPE, contentType)
                .header(HttpHeaderNames.CONTENT_LENGTH, Long.toString(bytes.length()));
        return request.method().equals(HttpMethod.HEAD)
                ? response.send()
                : response.sendByteArray(bytes.bytes()).then();
    }
}
