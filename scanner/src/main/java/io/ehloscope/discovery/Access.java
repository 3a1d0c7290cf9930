package io.ehloscope.discovery;

import io.ehloscope.inventory.SourceSpec;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * How an endpoint is accessed, read from the files that the inventory names.
 *
 * @param tls the TLS settings of a client
 * @param authorization the value of the header; null for none
 */
record Access(SslContext tls, @Nullable String authorization) {

    private static final int MAX_SECRET = 64 * 1024;

    /** Reads the files; the message of an exception names the file. */
    static Access read(SourceSpec.Http spec) throws IOException {
        return new Access(tls(spec.caFile()), authorization(spec));
    }

    /** Begins TLS on a new channel; the certificate must name the host. */
    void secure(Channel channel, String host, int port) {
        SslHandler handler = tls.newHandler(channel.alloc(), host, port);
        SSLParameters parameters = handler.engine().getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        handler.engine().setSSLParameters(parameters);
        channel.pipeline().addFirst("tls", handler);
    }

    private static SslContext tls(@Nullable Path authorities) throws IOException {
        SslContextBuilder builder = SslContextBuilder.forClient();
        if (authorities != null) {
            try (InputStream in = Files.newInputStream(authorities)) {
                X509Certificate[] all = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                        .map(X509Certificate.class::cast)
                        .toArray(X509Certificate[]::new);
                if (all.length == 0) {
                    throw new IOException("ca_file " + authorities + " contains no certificate");
                }
                builder.trustManager(all);
            } catch (GeneralSecurityException e) {
                throw new IOException("ca_file " + authorities + " contains no valid certificates", e);
            } catch (IOException e) {
                throw unreadable("ca_file", authorities, e);
            }
        }
        return builder.build();
    }

    private static @Nullable String authorization(SourceSpec.Http spec) throws IOException {
        Path token = spec.tokenFile();
        if (token != null) {
            return "Bearer " + secret("token_file", token);
        }
        Path password = spec.passwordFile();
        if (password == null) {
            return null;
        }
        String pair = spec.username() + ":" + secret("password_file", password);
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static String secret(String key, Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(key + " " + file + " is not a regular file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            String text = new String(in.readNBytes(MAX_SECRET), StandardCharsets.UTF_8).strip();
            if (text.isEmpty() || text.chars().anyMatch(Character::isISOControl)) {
                throw new IOException(key + " " + file + " is empty or has more than one line");
            }
            return text;
        } catch (IOException e) {
            throw unreadable(key, file, e);
        }
    }

    private static IOException unreadable(String key, Path file, IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.startsWith(key) ? e : new IOException(key + " " + file + " cannot be read", e);
    }
}
