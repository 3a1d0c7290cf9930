package io.ehloscope.web;

import io.netty.handler.codec.http.HttpMethod;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Who answers a path.
 *
 * @param path a path, or the front of one that ends in a slash and {@code {}}: what stands there is a parameter
 * @param methods by which it may be asked
 * @param page who answers
 */
record Route(String path, Set<HttpMethod> methods, Page page) {

    private static final String PARAMETER = "{}";
    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    /** Answers requests. */
    @FunctionalInterface
    interface Page {
        /** Completes when the answer is sent. */
        Mono<Void> answer(Asked asked, HttpServerResponse response);
    }

    /** Copies the set. */
    Route {
        methods = Set.copyOf(methods);
    }

    /** What can be read, with GET and HEAD. */
    static Route reading(String path, Page page) {
        return new Route(path, READING, page);
    }

    /** The parameter of a path as it was written, empty where the route has none; null where it is not this route's. */
    @Nullable
    String match(String asked) {
        if (!path.endsWith(PARAMETER)) {
            return path.equals(asked) ? "" : null;
        }
        String front = path.substring(0, path.length() - PARAMETER.length());
        boolean fits =
                asked.startsWith(front) && asked.length() > front.length() && asked.indexOf('/', front.length()) < 0;
        return fits ? asked.substring(front.length()) : null;
    }
}
