package io.ehloscope.web.http;

import io.netty.handler.codec.http.HttpMethod;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Who answers a path.
 *
 * @param path a path; where it has {@code {}} in the place of a segment, what stands there is a parameter
 * @param methods by which it may be asked
 * @param page who answers
 */
public record Route(String path, Set<HttpMethod> methods, Page page) {

    private static final String PARAMETER = "{}";
    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final Set<HttpMethod> CHANGING = Set.of(HttpMethod.POST);

    /** Answers requests. */
    @FunctionalInterface
    public interface Page {
        /** Completes when the answer is sent. */
        Mono<Void> answer(RoutedRequest asked, HttpServerResponse response);
    }

    /** Copies the set. */
    public Route {
        methods = Set.copyOf(methods);
    }

    /** What can be read, with GET and HEAD. */
    public static Route reading(String path, Page page) {
        return new Route(path, READING, page);
    }

    /** What changes something, with POST. */
    public static Route changing(String path, Page page) {
        return new Route(path, CHANGING, page);
    }

    /** The parameter of a path as it was written, empty where the route has none; null where it is not this route's. */
    @Nullable
    String match(String asked) {
        int at = path.indexOf(PARAMETER);
        if (at < 0) {
            return path.equals(asked) ? "" : null;
        }
        String back = path.substring(at + PARAMETER.length());
        int end = asked.length() - back.length();
        boolean fits = end > at && asked.startsWith(path.substring(0, at)) && asked.endsWith(back);
        String parameter = fits ? asked.substring(at, end) : "";
        return parameter.isEmpty() || parameter.indexOf('/') >= 0 ? null : parameter;
    }
}
