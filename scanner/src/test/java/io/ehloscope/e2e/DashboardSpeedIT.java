package io.ehloscope.e2e;

import static io.ehloscope.classify.Verdict.FOREIGN;
import static io.ehloscope.classify.Verdict.HEALTHY;
import static io.ehloscope.classify.Verdict.MASKED;
import static io.ehloscope.classify.Verdict.NOT_LOADED;
import static io.ehloscope.classify.Verdict.PARTIAL;
import static io.ehloscope.classify.Verdict.UNREACHABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.demo.Organisation;
import io.ehloscope.demo.Organisation.Entry;
import io.ehloscope.demo.Organisation.Site;
import io.ehloscope.demo.Personas;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Measures how long a Prometheus takes for the queries of the dashboards and rules, with
 * {@code -Dehloscope.dashboards=measure}: 10,000 targets on 40 sites, in a quarter of an hour. A dashboard shows a day
 * as 720 points, one every two minutes; here the same number of points is 1 s apart.
 * {@code -Dehloscope.dashboards.sites} and {@code .scans} reduce the run.
 */
@EnabledIfSystemProperty(named = "ehloscope.dashboards", matches = "measure")
@Timeout(3_600)
class DashboardSpeedIT {

    private static final Path DASHBOARDS = Path.of("..", "grafana", "dashboards");
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final int SITES = Integer.getInteger("ehloscope.dashboards.sites", 40);
    private static final int SCANS = Integer.getInteger("ehloscope.dashboards.scans", 6);
    private static final int POINTS = 720;
    private static final int TIMES = 9;

    @TempDir
    Path directory;

    @Test
    void measurePanelsAndRules() throws Exception {
        try (WatchedFleet watched = WatchedFleet.start(directory, organisation(), "2m", "10s")) {
            watched.awaitSeries(
                    "changes(ehlo_scan_last_completed_timestamp_seconds[1h]) >= " + SCANS, Duration.ofMinutes(30));
            System.out.println(number(watched, "scrape_samples_scraped{job=\"ehloscope\"}") + " series, scraped in "
                    + number(watched, "scrape_duration_seconds{job=\"ehloscope\"}") + " s");
            String target = watched.target("hub001.site01.corp.example");
            Map<String, long[]> millis = new LinkedHashMap<>();
            for (int time = 0; time < TIMES; time++) {
                measure(watched, "fleet", "", time, millis);
                measure(watched, "target", target, time, millis);
                measure(watched, "scanner", "", time, millis);
            }
            millis.values().forEach(Arrays::sort);
            List<String> slowest = new ArrayList<>(millis.keySet());
            slowest.sort(Comparator.comparing(each -> -millis.get(each)[TIMES / 2]));
            System.out.println("least ms   median     most");
            slowest.forEach(each -> System.out.printf(
                    Locale.ROOT,
                    "%8d %8d %8d   %s%n",
                    millis.get(each)[0],
                    millis.get(each)[TIMES / 2],
                    millis.get(each)[TIMES - 1],
                    each));
            rules(watched);
            assertThat(millis).isNotEmpty();
        }
    }

    private static void measure(WatchedFleet watched, String name, String target, int time, Map<String, long[]> millis)
            throws Exception {
        Map<String, Integer> seen = new LinkedHashMap<>();
        PrometheusApi timed = (path, parameters) -> {
            long began = System.nanoTime();
            try {
                return watched.ask(path, parameters);
            } finally {
                long took = Duration.ofNanos(System.nanoTime() - began).toMillis();
                String what = name + ", " + (path.equals("query_range") ? "range" : path) + ": " + parameters[1];
                int turn = seen.merge(what, 1, Integer::sum);
                millis.computeIfAbsent(turn == 1 ? what : what + " #" + turn, any -> new long[TIMES])[time] = took;
            }
        };
        DashboardQueries queries = new DashboardQueries(timed, Map.of("target", target), POINTS, "40s");
        queries.ask(DASHBOARDS.resolve("ehloscope-" + name + ".json"));
        assertThat(queries.problems()).isEmpty();
    }

    private static void rules(WatchedFleet watched) throws Exception {
        List<String> lines = new ArrayList<>();
        for (JsonNode group : watched.ask("rules").orElseThrow().path("groups")) {
            System.out.printf(
                    Locale.ROOT,
                    "rules %s: %.3f s an evaluation%n",
                    group.path("name").asString(),
                    group.path("evaluationTime").asDouble());
            for (JsonNode rule : group.path("rules")) {
                lines.add(String.format(
                        Locale.ROOT,
                        "%8.3f s   %s",
                        rule.path("evaluationTime").asDouble(),
                        rule.path("name").asString()));
            }
        }
        lines.stream().sorted(Comparator.reverseOrder()).forEach(System.out::println);
    }

    private static String number(WatchedFleet watched, String expression) throws Exception {
        return watched.awaitSeries(expression, LIMIT)
                .get(0)
                .path("value")
                .get(1)
                .asString();
    }

    private static Organisation organisation() {
        return new Organisation(
                "scanner.corp.example",
                List.of(),
                IntStream.rangeClosed(1, SITES).mapToObj(DashboardSpeedIT::site).toList());
    }

    private static Site site(int number) {
        String suffix = String.format(Locale.ROOT, ".site%02d.corp.example", number);
        return new Site(
                String.format(Locale.ROOT, "site-%02d", number),
                Map.of("country", "de"),
                "exchange-2003",
                List.of(
                        Entry.of(HEALTHY, "hub[001-190]" + suffix, Personas.EXCHANGE_2003),
                        Entry.of(NOT_LOADED, "bare[01-10]" + suffix, Personas.WINDOWS_2003),
                        Entry.of(PARTIAL, "half[01-20]" + suffix, Personas.EXCHANGE_2003_WITHOUT_XEXCH50),
                        Entry.of(FOREIGN, "other[01-10]" + suffix, Personas.POSTFIX),
                        Entry.of(MASKED, "edge[01-10]" + suffix, Personas.BEHIND_PIX),
                        Entry.of(UNREACHABLE, "gone[01-10]" + suffix, Personas.ABSENT)));
    }
}
