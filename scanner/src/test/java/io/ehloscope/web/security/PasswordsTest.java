package io.ehloscope.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** Which credentials are accepted, and how many hashes are computed. */
class PasswordsTest {

    private final AtomicInteger computed = new AtomicInteger();
    private final Passwords passwords = new Passwords(
            Map.of(
                    "alice",
                    Credentials.hash(BCrypt.Version.VERSION_2Y, "pass:wörd"),
                    "bob",
                    Credentials.hash(BCrypt.Version.VERSION_2B, "")),
            Schedulers.fromExecutor(work -> {
                computed.incrementAndGet();
                work.run();
            }));

    @Test
    void rightPasswordIsAcceptedAndHashedOnce() {
        assertThat(accepts(basic("alice:pass:wörd"))).isTrue();
        assertThat(accepts(basic("alice:pass:wörd"))).isTrue();
        assertThat(accepts(basic("bob:"))).isTrue();

        assertThat(computed).hasValue(2);
    }

    @Test
    void hashIsComputedForUnknownUsersToo() {
        assertThat(accepts(basic("alice:wrong"))).isFalse();
        assertThat(accepts(basic("alice:wrong"))).isFalse();
        assertThat(accepts(basic("mallory:wrong"))).isFalse();
        // The password of the user whose hash is computed for unknown users.
        assertThat(accepts(basic("mallory:pass:wörd"))).isFalse();
        assertThat(accepts(basic("mallory:"))).isFalse();

        assertThat(computed).hasValue(5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Basic", "Basic ", "Basic !!!", "Basic YWxpY2U=", "Bearer YWxpY2U6cGFzcw==", "basic\tx"})
    void malformedCredentialsAreRejectedWithoutHashing(String header) {
        assertThat(accepts(header)).isFalse();
        assertThat(computed).hasValue(0);
    }

    @Test
    void missingHeaderIsRejected() {
        StepVerifier.create(passwords.accept(null)).expectNext(false).verifyComplete();
    }

    @Test
    void checksBeyondTheQueueAreRejected() {
        List<Runnable> waiting = new ArrayList<>();
        Passwords busy = new Passwords(
                Map.of("alice", Credentials.hash(BCrypt.Version.VERSION_2Y, "x")), Schedulers.fromExecutor(work -> {
                    if (!waiting.isEmpty()) {
                        throw new RejectedExecutionException("full");
                    }
                    waiting.add(work);
                }));
        busy.accept(basic("alice:x")).subscribe();

        StepVerifier.create(busy.accept(basic("alice:y"))).verifyError(RejectedExecutionException.class);
    }

    private boolean accepts(String header) {
        return Boolean.TRUE.equals(passwords.accept(header).block());
    }

    private static String basic(String pair) {
        return "bAsIc " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }
}
