package io.ehloscope.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DashboardsTest {

    @Test
    void theFolderHasNoFileThatIsNotGenerated() throws IOException {
        try (Stream<Path> files = Files.list(GrafanaFiles.DASHBOARDS)) {
            assertThat(files.map(each -> each.getFileName().toString()).filter(each -> each.endsWith(".json")))
                    .containsExactlyInAnyOrderElementsOf(GrafanaFiles.dashboards().stream()
                            .map(Dashboard::fileName)
                            .toList());
        }
    }
}
