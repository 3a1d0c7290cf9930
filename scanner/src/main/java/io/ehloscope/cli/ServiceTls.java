package io.ehloscope.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** TLS with a running service: whom to trust, the client certificate, and why the service is not trusted. */
final class ServiceTls {

    private static final Pattern PKCS8 =
            Pattern.compile("-----BEGIN PRIVATE KEY-----(?<base64>[^-]+)-----END PRIVATE KEY-----");

    private final SSLContext context;
    private final Judge judge;

    /**
     * Reads the files.
     *
     * @param authorities PEM certificates to trust in addition to those that this Java trusts; null for none
     * @param certificate the client certificate in PEM, with its chain; null for none
     * @param key its PKCS #8 private key in PEM; null if there is no certificate
     */
    ServiceTls(@Nullable Path authorities, @Nullable Path certificate, @Nullable Path key) {
        try {
            List<X509Certificate> more = authorities == null ? List.of() : certificates("--ca-file", authorities);
            judge = new Judge(more.isEmpty() ? manager(null) : manager(together(more)));
            KeyManager[] own = certificate == null || key == null ? null : own(certificate, key);
            context = SSLContext.getInstance("TLS");
            context.init(own, new TrustManager[] {judge}, null);
        } catch (GeneralSecurityException e) {
            throw CommandException.usage("this Java cannot use these certificates: " + e.getMessage());
        }
    }

    /** The context for connections to the service. */
    SSLContext context() {
        return context;
    }

    /** Why the last certificate was rejected, as a sentence about "the certificate"; null if none was. */
    @Nullable
    String rejection() {
        return judge.rejection;
    }

    private static List<X509Certificate> certificates(String option, Path file) {
        try {
            List<X509Certificate> all = new ArrayList<>();
            for (var each : CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)))) {
                all.add((X509Certificate) each);
            }
            if (all.isEmpty()) {
                throw CommandException.usage(option + " " + file + " contains no certificate");
            }
            return all;
        } catch (CertificateException e) {
            throw CommandException.usage(option + " " + file + " contains no PEM certificates");
        } catch (IOException e) {
            throw unreadable(option, file);
        }
    }

    private static CommandException unreadable(String option, Path file) {
        return CommandException.usage(option + " " + file + ": this file does not exist, or is not readable");
    }

    private static KeyManager[] own(Path certificate, Path key) throws GeneralSecurityException {
        List<X509Certificate> chain = certificates("--cert-file", certificate);
        PrivateKey secret = key(key, chain.get(0).getPublicKey().getAlgorithm());
        char[] password = new char[0];
        KeyStore store = empty();
        store.setKeyEntry("client", secret, password, chain.toArray(X509Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, password);
        return factory.getKeyManagers();
    }

    private static PrivateKey key(Path file, String algorithm) {
        try {
            Matcher pem = PKCS8.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
            if (!pem.find()) {
                throw CommandException.usage("--key-file " + file
                        + " contains no PKCS #8 private key; write it with openssl pkcs8 -topk8 -nodes");
            }
            byte[] der = Base64.getMimeDecoder().decode(pem.group("base64"));
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (IOException e) {
            throw unreadable("--key-file", file);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw CommandException.usage("--key-file " + file + " is not a key of the certificate in --cert-file");
        }
    }

    private static KeyStore together(List<X509Certificate> more) throws GeneralSecurityException {
        KeyStore store = empty();
        List<X509Certificate> all = new ArrayList<>(Arrays.asList(manager(null).getAcceptedIssuers()));
        all.addAll(more);
        for (X509Certificate each : all) {
            store.setCertificateEntry("authority-" + store.size(), each);
        }
        return store;
    }

    private static KeyStore empty() throws GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try {
            store.load(null, null);
        } catch (IOException e) {
            throw new GeneralSecurityException(e);
        }
        return store;
    }

    private static X509ExtendedTrustManager manager(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return Arrays.stream(factory.getTrustManagers())
                .filter(X509ExtendedTrustManager.class::isInstance)
                .map(X509ExtendedTrustManager.class::cast)
                .findFirst()
                .orElseThrow();
    }

    /** Decides as this Java does, with the name of the host, and keeps the reason of a rejection. */
    private static final class Judge extends X509ExtendedTrustManager {
        private final X509ExtendedTrustManager manager;
        private volatile @Nullable String rejection;

        Judge(X509ExtendedTrustManager manager) {
            this.manager = manager;
        }

        private interface Check {
            void run() throws CertificateException;
        }

        private void judged(X509Certificate[] chain, String exchange, Check check) throws CertificateException {
            try {
                check.run();
            } catch (CertificateException rejected) {
                rejection = inWords(chain[0], isTrusted(chain, exchange));
                throw rejected;
            }
        }

        private boolean isTrusted(X509Certificate[] chain, String exchange) {
            try {
                manager.checkServerTrusted(chain, exchange);
                return true;
            } catch (CertificateException notTrusted) {
                return false;
            }
        }

        private static String inWords(X509Certificate leaf, boolean trusted) {
            if (trusted) {
                return "is for another name (" + leaf.getSubjectX500Principal().getName()
                        + "); use a name that it contains in --url";
            }
            try {
                leaf.checkValidity();
            } catch (CertificateException outOfTime) {
                return "is valid only from " + leaf.getNotBefore().toInstant() + " to "
                        + leaf.getNotAfter().toInstant();
            }
            return "is not trusted: it was issued by "
                    + leaf.getIssuerX500Principal().getName()
                    + "; if this is your authority, give its certificate with --ca-file";
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String exchange, Socket socket)
                throws CertificateException {
            judged(chain, exchange, () -> manager.checkServerTrusted(chain, exchange, socket));
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String exchange, SSLEngine engine)
                throws CertificateException {
            judged(chain, exchange, () -> manager.checkServerTrusted(chain, exchange, engine));
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String exchange) throws CertificateException {
            judged(chain, exchange, () -> manager.checkServerTrusted(chain, exchange));
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String exchange, Socket socket)
                throws CertificateException {
            manager.checkClientTrusted(chain, exchange, socket);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String exchange, SSLEngine engine)
                throws CertificateException {
            manager.checkClientTrusted(chain, exchange, engine);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String exchange) throws CertificateException {
            manager.checkClientTrusted(chain, exchange);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return manager.getAcceptedIssuers();
        }
    }
}
