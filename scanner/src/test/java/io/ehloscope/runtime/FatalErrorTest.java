package io.ehloscope.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.cli.ThrowingProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FatalErrorTest {

    @Test
    void everyErrorHasOneSentenceWithItsRemedy() {
        assertThat(sentence(new OutOfMemoryError("Java heap space")))
                .matches(
                        "ehloscope: out of memory: the JVM may use [0-9,]+ MiB for the heap and needs more; raise it with"
                                + " -Xmx, for example JAVA_OPTS=-Xmx[0-9]+g\n");
        assertThat(sentence(new OutOfMemoryError())).contains("-Xmx");
        assertThat(sentence(new OutOfMemoryError("unable to create native thread: possibly out of memory")))
                .contains("ulimit -u", "TasksMax=");
        assertThat(sentence(new OutOfMemoryError("Cannot reserve 4194304 bytes of direct buffer memory")))
                .contains("-XX:MaxDirectMemorySize");
        assertThat(sentence(new OutOfMemoryError("Metaspace"))).contains("-XX:MaxMetaspaceSize");
        assertThat(sentence(new StackOverflowError())).contains("-Xss");
        assertThat(sentence(new NoClassDefFoundError("io/ehloscope/x\u001b[31m\nsecond line")))
                .isEqualTo("ehloscope: a part of the program could not be loaded (java.lang.NoClassDefFoundError:"
                        + " io/ehloscope/x\\x1b[31m\\x0asecond line): the jar is damaged or was replaced while it ran;"
                        + " install it again\n");
        assertThat(sentence(new ExceptionInInitializerError(new IllegalStateException("no index"))))
                .contains("java.lang.IllegalStateException: no index", "install it again");
        assertThat(sentence(new AssertionError("never"))).contains("a bug", "java.lang.AssertionError: never");
    }

    @Test
    void wrappedErrorIsFound() {
        Error error = new OutOfMemoryError();
        assertThat(FatalError.in(new CompletionException(new IllegalStateException(error))))
                .isSameAs(error);
        assertThat(FatalError.in(new IllegalStateException())).isNull();
        assertThat(FatalError.in(null)).isNull();
    }

    /** Wherever the error is thrown and whichever library catches it, the process prints the reason and ends. */
    @ParameterizedTest
    @EnumSource
    void processEndsWhereverTheErrorIsThrown(ThrowingProcess.Place place) throws IOException, InterruptedException {
        Process process = ThrowingProcess.start(place);
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
            String stderr = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(stderr.lines()).as(stderr).hasSize(1);
            assertThat(stderr).startsWith("ehloscope: out of memory: the JVM may use ");
            assertThat(process.exitValue()).isEqualTo(3);
        } finally {
            process.destroyForcibly();
        }
    }

    private static String sentence(Error error) {
        String sentence = new String(FatalError.sentence(error), StandardCharsets.UTF_8);
        assertThat(sentence.lines()).hasSize(1);
        assertThat(sentence).endsWith("\n");
        return sentence;
    }
}
