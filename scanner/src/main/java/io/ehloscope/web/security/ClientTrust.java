package io.ehloscope.web.security;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Trusts client certificates: those signed by an authority, or any; optionally only those with an allowed name. */
final class ClientTrust extends X509ExtendedTrustManager {

    /** Mail address, DNS name, URI and IP address (RFC 5280 section 4.2.1.6). */
    private static final Set<Integer> NAMES = Set.of(1, 2, 6, 7);

    private final X509ExtendedTrustManager signatures;
    private final Set<String> allowed;

    private ClientTrust(X509ExtendedTrustManager signatures, Set<String> allowed) {
        this.signatures = signatures;
        this.allowed = allowed;
    }

    /**
     * The trust manager for this configuration.
     *
     * @param authorities the authorities to trust; empty for those of Java's default trust store
     * @throws GeneralSecurityException if an authority cannot be used
     */
    static ClientTrust of(WebConfig.Tls tls, List<X509Certificate> authorities) throws GeneralSecurityException {
        TrustManagerFactory factory =
                tls.clients().isVerified() ? signedBy(authorities) : InsecureTrustManagerFactory.INSTANCE;
        for (TrustManager each : factory.getTrustManagers()) {
            if (each instanceof X509ExtendedTrustManager extended) {
                return new ClientTrust(extended, tls.allowedSans());
            }
        }
        throw new GeneralSecurityException("this Java has no trust manager for X.509");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        signatures.checkClientTrusted(chain, authType, engine);
        checkName(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        signatures.checkClientTrusted(chain, authType, socket);
        checkName(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        signatures.checkClientTrusted(chain, authType);
        checkName(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw notForServers();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw notForServers();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw notForServers();
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return signatures.getAcceptedIssuers();
    }

    private void checkName(X509Certificate[] chain) throws CertificateException {
        if (allowed.isEmpty()) {
            return;
        }
        @Nullable Collection<List<?>> names = chain[0].getSubjectAlternativeNames();
        boolean known = names != null
                && names.stream()
                        .anyMatch(each -> NAMES.contains(each.get(0)) && allowed.contains(String.valueOf(each.get(1))));
        if (!known) {
            throw new CertificateException("the client's certificate has none of the names of client_allowed_sans");
        }
    }

    private static TrustManagerFactory signedBy(List<X509Certificate> authorities) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        if (authorities.isEmpty()) {
            factory.init((KeyStore) null);
            return factory;
        }
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        try {
            store.load(null, null);
        } catch (IOException e) {
            throw new GeneralSecurityException("an empty key store cannot be made", e);
        }
        for (X509Certificate authority : authorities) {
            store.setCertificateEntry("authority-" + store.size(), authority);
        }
        factory.init(store);
        return factory;
    }

    private static CertificateException notForServers() {
        return new CertificateException("this judges clients alone");
    }
}
