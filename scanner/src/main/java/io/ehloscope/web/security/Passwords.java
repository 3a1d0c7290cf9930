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
 * Basic authentication (RFC 7617) against bcrypt hashes. A hash takes a tenth of a second on purpose, so it is computed off
 * the event loop, and who was let in once is remembered. Whoever is not known costs as much as whoever is.
 */
final class Passwords {

    private static final String SCHEME = "basic ";
    private static final int REMEMBERED = 256;
    private static final BCrypt.Version ANY = BCrypt.Version.VERSION_2A;

    private final Map<String, String> users;
    private final String costliest;
    private final Scheduler work;
    private final byte[] salt = new byte[32];
    private final Set<String> letIn = Collections.synchronizedSet(Collections.newSetFromMap(new Recent()));

    /**
     * Asks these users for their passwords.
     *
     * @param users the bcrypt hash of each
     * @param work where hashes are computed; bounded
     */
    Passwords(Map<String, String> users, Scheduler work) {
        this.users = users;
        this.work = work;
        this.costliest = users.values().stream()
                .max(Comparator.comparing((String hash) -> hash.substring(4, 6)))
                .orElse("");
        new SecureRandom().nextBytes(salt);
    }

    /** Whether there is anybody who must say a password. */
    boolean areAsked() {
        return !users.isEmpty();
    }

    /** Whether this {@code Authorization} header lets a request in; fails with a rejection where too many are waiting. */
    Mono<Boolean> accept(@Nullable String authorization) {
        String pair = pair(authorization);
        if (pair == null) {
            return Mono.just(false);
        }
        String key = key(pair);
        return letIn.contains(key)
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
            letIn.add(key);
        }
        return known;
    }

    /** User and password with a colon between them; null where the header says none. */
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

    /** What is remembered of a password is of no use to whoever reads the memory of this process. */
    private String key(String pair) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(salt);
            return Base64.getEncoder().encodeToString(digest.digest(pair.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Forgets what was not used for longest. */
    private static final class Recent extends LinkedHashMap<String, Boolean> {
        private static final long serialVersionUID = 1L;

        Recent() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    }
}
