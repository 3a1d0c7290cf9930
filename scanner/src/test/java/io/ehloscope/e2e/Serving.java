package io.ehloscope.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code serve} of the packaged jar, on an ephemeral port. */
final class Serving implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern STATUS = Pattern.compile("status=\"(https?://[^\"]+)/\"");
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private final Process process;
    private final Path log;
    private final String url;

    private Serving(Process process, Path log) throws IOException, InterruptedException {
        this.process = process;
        this.log = log;
        Matcher status = STATUS.matcher(awaitLog("listening"));
        assertThat(status.find()).isTrue();
        this.url = status.group(1);
    }

    /** Starts it and waits until it listens. */
    static Serving start(Path directory, String... arguments) throws IOException, InterruptedException {
        return start(directory, List.of(), arguments);
    }

    /** Starts it with these JVM options and waits until it listens. */
    static Serving start(Path directory, List<String> jvm, String... arguments)
            throws IOException, InterruptedException {
        Path log = Files.createTempFile(directory, "serve", ".log");
        Process process = launch(log, jvm, arguments);
        try {
            return new Serving(process, log);
        } catch (IOException | InterruptedException | RuntimeException | AssertionError e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /**
     * Starts it and kills it after this time, whether it listens or not, unless it has ended by itself.
     *
     * @param most the time after which it is killed
     * @return its exit code; 137 if it was killed
     */
    static int run(Path directory, Duration most, List<String> jvm, String... arguments)
            throws IOException, InterruptedException {
        Process process = launch(Files.createTempFile(directory, "run", ".log"), jvm, arguments);
        try {
            process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            process.destroyForcibly().waitFor();
        }
        return process.exitValue();
    }

    private static Process launch(Path log, List<String> jvm, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("serve"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--web.listen-address", "127.0.0.1:0"));
        return new ProcessBuilder(PackagedJar.service(jvm, all.toArray(String[]::new)))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(log.toFile())
                .start();
    }

    String url() {
        return url;
    }

    long pid() {
        return process.pid();
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send("GET", path);
    }

    HttpResponse<String> send(String method, String path, String... headers) throws IOException, InterruptedException {
        return send(HttpResponse.BodyHandlers.ofString(), method, path, headers);
    }

    /** Sends a request, and returns the response with its body as bytes. */
    HttpResponse<byte[]> sendForBytes(String method, String path, String... headers)
            throws IOException, InterruptedException {
        return send(HttpResponse.BodyHandlers.ofByteArray(), method, path, headers);
    }

    private <T> HttpResponse<T> send(HttpResponse.BodyHandler<T> body, String method, String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(20))
                .method(method, HttpRequest.BodyPublishers.noBody());
        return HTTP.send((headers.length == 0 ? request : request.headers(headers)).build(), body);
    }

    /** Its log so far. */
    String log() throws IOException {
        return Files.readString(log);
    }

    /** The page, once it contains this text. */
    String await(String path, String text) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        String body = "";
        while (System.nanoTime() < end) {
            body = get(path).body();
            if (body.contains(text)) {
                return body;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new AssertionError(path + " never had " + text + ":\n" + body + "\n" + Files.readString(log));
    }

    /** The log, once it contains this text. */
    String awaitLog(String text) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            String lines = Files.readString(log);
            if (lines.contains(text)) {
                return lines;
            }
            assertThat(process.isAlive()).as(lines).isTrue();
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new AssertionError("never said " + text + ":\n" + Files.readString(log));
    }

    /** The value of a series; NaN if it is missing. */
    double metric(String name) throws IOException, InterruptedException {
        return get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElse(Double.NaN);
    }

    /** Kills it with SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    /** Stops it with SIGTERM and returns its exit code. */
    int stop() throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
