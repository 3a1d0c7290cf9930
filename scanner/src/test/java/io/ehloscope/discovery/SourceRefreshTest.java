package io.ehloscope.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.inventory.SourceSpec;
import io.ehloscope.time.TimeSource;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;

class SourceRefreshTest {

    private static final SourceSpec.Http FAST = endpoint("fast", 10);
    private static final SourceSpec.Http SLOW = endpoint("slow", 60);

    private final VirtualTimeScheduler timers = VirtualTimeScheduler.create();
    private final Clock clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    private final Sources sources = new Sources(null, clock);
    private final List<SourceSpec.Http> requested = new ArrayList<>();
    private final List<SourceSpec.Http> listed = new ArrayList<>(List.of(FAST, SLOW));
    private FetchResult answer = new FetchResult.Failed("down");
    private final SourceRefresh refresh = new SourceRefresh(
            sources,
            spec -> Mono.fromSupplier(() -> {
                requested.add(spec);
                return answer;
            }),
            new TimeSource(clock, () -> timers.now(TimeUnit.NANOSECONDS), timers),
            Schedulers.immediate());

    @Test
    void eachEndpointIsRequestedAtItsInterval() {
        refresh.all(listed).subscribe(refresh::take);
        assertThat(requested).containsExactly(FAST, SLOW);
        Disposable running = refresh.changes(() -> listed).subscribe();

        timers.advanceTimeBy(Duration.ofSeconds(61));

        assertThat(requested).filteredOn(FAST::equals).hasSize(1 + 6);
        assertThat(requested).filteredOn(SLOW::equals).hasSize(1 + 1);
        running.dispose();
    }

    @Test
    void anEndpointThatIsNewOrHasOtherSettingsIsRequestedAtOnceAndAFormerOneNoMore() {
        refresh.all(listed).subscribe(refresh::take);
        refresh.changes(() -> listed).subscribe();
        requested.clear();

        listed.set(1, endpoint("slow", 120));
        timers.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(requested).containsExactly(listed.get(1));

        listed.clear();
        timers.advanceTimeBy(Duration.ofHours(1));
        assertThat(requested).hasSize(1);
    }

    @Test
    void onlyANewDocumentIsAChange() {
        List<Boolean> changes = new ArrayList<>();
        refresh.changes(() -> List.of(FAST)).subscribe(changes::add);

        timers.advanceTimeBy(Duration.ofSeconds(30));
        assertThat(changes).isEmpty();

        answer = new FetchResult.Document("[]", null);
        timers.advanceTimeBy(Duration.ofSeconds(10));
        assertThat(changes).hasSize(1);
    }

    private static SourceSpec.Http endpoint(String host, int seconds) {
        return new SourceSpec.Http(
                URI.create("http://" + host + ".example.com/"), Duration.ofSeconds(seconds), null, null, null, null);
    }
}
