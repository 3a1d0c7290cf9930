package io.ehloscope.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What Prometheus' own checker says of what we expose. */
class PromtoolIT {

    @Test
    void promtoolFindsNothingWrongWithTheFleet() throws IOException, InterruptedException {
        assumeTrue(isOnThePath(), "promtool is not on the PATH, so it cannot say what it thinks of our metrics");
        Process promtool = new ProcessBuilder("promtool", "check", "metrics")
                .redirectInput(FleetTextTest.GOLDEN.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(promtool.waitFor()).as(said).isZero();
        assertThat(said).isEmpty();
    }

    private static boolean isOnThePath() {
        return Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(System.getenv().getOrDefault("PATH", ""))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "promtool")));
    }
}
