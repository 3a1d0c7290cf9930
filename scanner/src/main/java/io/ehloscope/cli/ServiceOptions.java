package io.ehloscope.cli;

import io.ehloscope.text.Printable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for the connection to a running service: its address, TLS, and a password. */
final class ServiceOptions {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String DEFAULT_URL = "http://localhost:19025";
    private static final int MOST_SHOWN = 1_000;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Ask the service at this URL (default: " + DEFAULT_URL
                    + ", unless --storage.path or --history.url is given).")
    private @Nullable String url;

    @Option(names = "--user", paramLabel = "NAME", description = "The user, if the service asks for a password.")
    private @Nullable String user;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "The file whose first line is the password of --user.")
    private @Nullable Path passwordFile;

    @Option(
            names = "--ca-file",
            paramLabel = "FILE",
            description = "PEM certificates of authorities to trust in addition to those that this Java trusts.")
    private @Nullable Path caFile;

    @Option(
            names = "--cert-file",
            paramLabel = "FILE",
            description = "The client certificate in PEM, if the service asks for one.")
    private @Nullable Path certFile;

    @Option(
            names = "--key-file",
            paramLabel = "FILE",
            description = "The PKCS #8 private key of --cert-file in PEM, without a passphrase.")
    private @Nullable Path keyFile;

    /** Whether a URL is given. */
    boolean isGiven() {
        return url != null;
    }

    /** Returns the body of the response to this path and query. */
    String fetch(String path) {
        String base = url == null ? DEFAULT_URL : url;
        HttpRequest request = request(base, path);
        ServiceTls tls = tls(request.uri());
        HttpClient.Builder client = HttpClient.newBuilder().connectTimeout(PATIENCE);
        if (tls != null) {
            client.sslContext(tls.context());
        }
        try {
            HttpResponse<String> response = client.build().send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw CommandException.incomplete(refusal(request.uri(), response));
            }
            return response.body();
        } catch (IOException e) {
            throw CommandException.incomplete(failure(base, e, tls));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandException.incomplete("interrupted");
        }
    }

    private HttpRequest request(String base, String path) {
        try {
            URI uri = URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
            HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(PATIENCE);
            String credentials = credentials();
            if (credentials != null) {
                request.header("Authorization", "Basic " + credentials);
            }
            return request.build();
        } catch (IllegalArgumentException e) {
            throw CommandException.usage(
                    "--url " + Printable.escape(base, MOST_SHOWN) + ": write it like " + DEFAULT_URL);
        }
    }

    private @Nullable String credentials() {
        if (user == null && passwordFile == null) {
            return null;
        }
        Path file = passwordFile;
        if (user == null || file == null) {
            throw CommandException.usage("--user and --password-file belong together; give both");
        }
        try {
            String password = Files.readString(file).lines().findFirst().orElse("");
            if (password.isEmpty()) {
                throw CommandException.usage("--password-file " + file + ": its first line is empty");
            }
            return Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw CommandException.usage(
                    "--password-file " + file + ": this file does not exist, or is not readable text");
        }
    }

    private @Nullable ServiceTls tls(URI uri) {
        if ((certFile == null) != (keyFile == null)) {
            throw CommandException.usage("--cert-file and --key-file belong together; give both");
        }
        return "https".equalsIgnoreCase(uri.getScheme()) ? new ServiceTls(caFile, certFile, keyFile) : null;
    }

    private String refusal(URI uri, HttpResponse<String> response) {
        if (response.statusCode() == 401) {
            return user == null
                    ? uri + " asks for a password; give --user and --password-file"
                    : uri + " does not accept this user and password";
        }
        return uri + " answered " + response.statusCode() + ": "
                + Printable.escape(response.body().strip(), MOST_SHOWN);
    }

    private String failure(String base, IOException thrown, @Nullable ServiceTls tls) {
        String rejection = tls == null ? null : tls.rejection();
        String detail = Printable.escape(String.valueOf(thrown.getMessage()), MOST_SHOWN);
        if (rejection != null) {
            return "the certificate of " + base + " " + Printable.escape(rejection, MOST_SHOWN);
        }
        if (thrown instanceof ConnectException) {
            return "no service answers at " + base + "; set its --url, or the --storage.path of a stopped service";
        }
        if (tls != null && detail.contains("certificate")) {
            return base
                    + (certFile == null
                            ? " asks for a client certificate; give --cert-file and --key-file"
                            : " does not accept the client certificate of --cert-file (" + detail + ")");
        }
        if (thrown instanceof SSLException) {
            return "no TLS connection to " + base + ": " + detail
                    + "; if the service does not use TLS, write http:// in --url";
        }
        String cause = tls == null
                ? "; if the service uses TLS, write https:// in --url"
                : certFile == null ? "; if it requires a client certificate, give --cert-file and --key-file" : "";
        return "the connection to " + base + " ended without a response (" + detail + ")" + cause;
    }
}
