package io.ehloscope.web.security;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Basic authentication (RFC 7617) against bcrypt hashes. A hash takes a tenth of a second by design, so it is computed
 * off the event loop, and accepted credentials are cached. For an unknown user the costliest hash is computed, so that
 * the response time does not reveal which users exist.
 */
final class Passwords {

    private static final String SCHEME = "basic ";
    private static final int MAX_CACHED = 256;
    private static final BCrypt.Version ANY = BCrypt.Version.VERSION_2A;

    private final Map<String, String> users;
    private final String costliest;
    private final Scheduler work;
    private final byte[] salt = new byte[32];
    private final Set<String> accepted = Collections.synchronizedSet(Collections.newSetFromMap(new LruMap()));

    /**
     * Creates the check for these users.
     *
     * @param users the bcrypt hash of each user
     * @param work computes the hashes; bounded
     */
    Passwords(Map<String, String> users, Scheduler work) {
        this.users = users;
        this.work = work;
        this.costliest = users.values().stream()
                .max(Comparator.comparing((String hash) -> hash.substring(4, 6)))
                .orElse("");
        new SecureRandom().nextBytes(salt);
    }

    /** Whether requests need a password, which is so if there are users. */
    boolean areRequired() {
        return !users.isEmpty();
    }

    /**
     * Whether this {@code Authorization} header contains valid credentials.
     *
     * @param authorization the header; null if the request has none
     * @return the answer, or a {@link java.util.concurrent.RejectedExecutionException} if too many checks are waiting
     */
    Mono<Boolean> accept(@Nullable String authorization) {
        String pair = pair(authorization);
        if (pair == null) {
            return Mono.just(false);
        }
        String key = key(pair);
        return accepted.contains(key)
                ? Mono.just(true)
                : Mono.fromCallable(() -> verified(pair, key)).subscribeOn(work);
    }

    private boolean verified(String pair, String key) {
        int colon = pair.indexOf(':');
        @Nullable String hash = users.get(pair.substring(0, colon));
        boolean fits = BCrypt.verifyer(null, LongPasswordStrategies.truncate(ANY))
                .verify(
                        pair.substring(colon + 1).getBytes(StandardCharsets.UTF_8),
                        (hash == null ? costliest : hash).getBytes(StandardCharsets.US_ASCII))
                .verified;
        boolean known = fits && hash != null;
        if (known) {
            accepted.add(key);
        }
        return known;
    }

    /** The decoded {@code user:password}; null if the header has no valid Basic credentials. */
    private static @Nullable String pair(@Nullable String authorization) {
        if (authorization == null
                || authorization.length() < SCHEME.length()
                || !authorization
                        .substring(0, SCHEME.length())
                        .toLowerCase(Locale.ROOT)
                        .equals(SCHEME)) {
            return null;
        }
        try {
            byte[] bytes = Base64.getDecoder()
                    .decode(authorization.substring(SCHEME.length()).strip());
            String pair = new String(bytes, StandardCharsets.UTF_8);
            return pair.indexOf(':') < 0 ? null : pair;
        } catch (IllegalArgumentException noBase64) {
            return null;
        }
    }

    /**
     * The cache key: a salted SHA-256 of user and password, so that the cache does not keep passwords in clear text.
     */
    private String key(String pair) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(salt);
            return Base64.getEncoder().encodeToString(digest.digest(pair.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** A cache that evicts the least recently used entry. */
    private static final class LruMap extends LinkedHashMap<String, Boolean> {
        private static final long serialVersionUID = 1L;

        LruMap() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MAX_CACHED;
        }
    }
}
