package io.ehloscope.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.discovery.HttpFetcher;
import io.ehloscope.inventory.Inventories;
import io.ehloscope.plan.Plan;
import io.ehloscope.plan.SourceState;
import io.ehloscope.plan.Target;
import io.ehloscope.time.TimeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.test.scheduler.VirtualTimeScheduler;

class InventorySourceTest {

    @TempDir
    private Path folder;

    @Test
    void filesOfASourceThatAppearAndChangeMakeAPlanWithoutAReload() throws IOException {
        Path file = write(
                "fleet.yml",
                "version: 1\nehlo_name: s.example.com\n"
                        + "sites: [{name: a, servers: [own.example.com, {file_sd: '*.json'}]}]");
        VirtualTimeScheduler timers = VirtualTimeScheduler.create();
        TimeSource time = new TimeSource(Clock.systemUTC(), () -> timers.now(TimeUnit.NANOSECONDS), timers);
        InventorySource source =
                new InventorySource(new Inventories(Catalogue.load()), file, plan -> plan, folder.resolve("copies"));
        List<List<String>> plans = new ArrayList<>();
        HttpFetcher fetcher = HttpFetcher.alone(timers);

        assertThat(ids(source.first())).containsExactly("own.example.com:25");
        assertThat(source.sources().get(0).problems())
                .hasSize(1)
                .first()
                .asString()
                .contains("no file matches");
        source.sourcePlans(fetcher, time, timers).subscribe(plan -> plans.add(ids(plan)));

        write("x.json", "[{\"targets\": [\"x.example.com\"]}]");
        timers.advanceTimeBy(Duration.ofSeconds(3));
        assertThat(plans).containsExactly(List.of("own.example.com:25", "x.example.com:25"));
        assertThat(source.sources())
                .allSatisfy(state -> assertThat(state.problems()).isEmpty());

        write("x.json", "[{\"targets\": [\"x.example.com\", \"bad host\"]}]");
        timers.advanceTimeBy(Duration.ofSeconds(3));
        assertThat(plans).hasSize(1);
        assertThat(source.sources()).extracting(SourceState::targets).containsExactly(1);
        assertThat(source.sources().get(0).problems()).hasSize(1);

        assertThat(ids(source.reread())).containsExactly("own.example.com:25", "x.example.com:25");
        write("x.json", "[{\"targets\": [\"y.example.com\"]}]");
        timers.advanceTimeBy(Duration.ofSeconds(3));
        assertThat(plans).last().isEqualTo(List.of("own.example.com:25", "y.example.com:25"));
        fetcher.close().block();
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static List<String> ids(Plan plan) {
        return plan.targets().stream().map(Target::id).toList();
    }
}
