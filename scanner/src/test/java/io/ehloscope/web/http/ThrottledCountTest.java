package io.ehloscope.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.test.scheduler.VirtualTimeScheduler;

class ThrottledCountTest {

    private final VirtualTimeScheduler timers = VirtualTimeScheduler.create();
    private final List<Long> lines = new ArrayList<>();
    private final ThrottledCount often = new ThrottledCount(timers, lines::add);

    @Test
    void firstEventIsReportedAtOnceAndTheRestEachMinute() {
        often.count();
        often.count();
        often.count();
        assertThat(lines).containsExactly(1L);
        timers.advanceTimeBy(Duration.ofMinutes(1));
        assertThat(lines).containsExactly(1L, 2L);
        timers.advanceTimeBy(Duration.ofMinutes(1));
        assertThat(lines).as("nothing came").containsExactly(1L, 2L);
        often.count();
        assertThat(lines).containsExactly(1L, 2L, 1L);
    }
}
