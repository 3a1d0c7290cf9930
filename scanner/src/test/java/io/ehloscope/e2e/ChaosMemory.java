package io.ehloscope.e2e;

import io.ehloscope.demo.ChaosFleet;
import io.ehloscope.demo.ChaosMember;
import io.ehloscope.demo.ChaosMember.Kind;
import io.ehloscope.e2e.Chaos.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The data that the service has confirmed: history entries that it has returned, and the last whole scan that it has
 * reported as saved. Every later process must have all of it, however the previous one ended.
 */
final class ChaosMemory {

    private static final int PART = 1_000;
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);

    private final Chaos chaos;
    private final List<ChaosMember> changing;
    private final Map<Long, String> scans = new TreeMap<>();
    private final Map<String, Set<String>> changes = new HashMap<>();
    private double saved;
    private int turn;

    ChaosMemory(Chaos chaos, ChaosFleet fleet) {
        this.chaos = chaos;
        this.changing = fleet.members(Kind.FLAPPING);
    }

    /** Records what is confirmed by now. */
    synchronized void record() throws InterruptedException {
        chaos.ask("GET", "/api/v1/scans?limit=" + PART)
                .filter(ChaosMemory::isAnswered)
                .ifPresent(answer -> scans.putAll(scans(answer)));
        ChaosMember member = changing.get(turn++ % changing.size());
        chaos.ask("GET", history(member))
                .filter(ChaosMemory::isAnswered)
                .ifPresent(answer -> changes.computeIfAbsent(member.id(), any -> new TreeSet<>())
                        .addAll(changes(answer)));
        chaos.ask("GET", "/metrics").filter(ChaosMemory::isAnswered).ifPresent(answer -> {
            double completed = ResourceUsage.value(answer.body(), "ehlo_scan_last_completed_timestamp_seconds");
            if (completed < saved) {
                chaos.fault("the snapshot never goes back", "from " + saved + " to " + completed);
            }
            if (ResourceUsage.value(answer.body(), "ehlo_snapshot_last_saved_timestamp_seconds") >= completed) {
                saved = completed;
            }
        });
    }

    /** Records the history of every changing server. */
    void recordAll() throws InterruptedException {
        for (int i = 0; i < changing.size(); i++) {
            record();
        }
    }

    /** Forgets the saved scan, because the test has destroyed the snapshot. */
    synchronized void forgetSnapshot() {
        saved = 0;
    }

    /** Compares the data of a new process with what was confirmed. */
    synchronized void check() throws InterruptedException {
        chaos.ask("GET", "/metrics").ifPresent(answer -> {
            double completed = ResourceUsage.value(answer.body(), "ehlo_scan_last_completed_timestamp_seconds");
            if (completed < saved) {
                chaos.fault("the saved snapshot is shown again", "from " + saved + ", but it is " + completed);
            }
        });
        Map<Long, String> remembered = new TreeMap<>();
        String before = "";
        for (int size = -1; size != remembered.size(); ) {
            size = remembered.size();
            answered("/api/v1/scans?limit=" + PART + before).ifPresent(answer -> remembered.putAll(scans(answer)));
            before = remembered.isEmpty() ? "" : "&before=" + ((TreeMap<Long, String>) remembered).firstKey();
        }
        scans.forEach((id, scan) -> {
            if (!scan.equals(remembered.get(id))) {
                chaos.fault("no confirmed scan is lost", scan + " is now " + remembered.get(id));
            }
        });
        for (ChaosMember member : changing) {
            Set<String> confirmed = changes.getOrDefault(member.id(), Set.of());
            Optional<Answer> answer = confirmed.isEmpty() ? Optional.empty() : answered(history(member));
            if (answer.isPresent()) {
                Set<String> lost = new TreeSet<>(confirmed);
                lost.removeAll(changes(answer.get()));
                if (!lost.isEmpty()) {
                    chaos.fault("no confirmed change is lost", member + ": " + lost);
                }
            }
        }
    }

    /** The number of confirmed scans. */
    synchronized int scans() {
        return scans.size();
    }

    /** The numbers of confirmed scans and changes. */
    @Override
    public synchronized String toString() {
        return scans.size() + " scans and "
                + changes.values().stream().mapToInt(Set::size).sum() + " changes confirmed";
    }

    /** Repeats a request until the history is open, for at most {@link #PATIENCE}. */
    private Optional<Answer> answered(String path) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE;
        Optional<Answer> answer = chaos.ask("GET", path);
        while (answer.isPresent() && !isAnswered(answer.get()) && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(100);
            answer = chaos.ask("GET", path);
        }
        answer.filter(last -> !isAnswered(last))
                .ifPresent(last -> chaos.fault("the history can be read", path + ": " + last));
        return answer.filter(ChaosMemory::isAnswered);
    }

    private static boolean isAnswered(Answer answer) {
        return answer.status() == 200;
    }

    /** The path of a target's history. */
    static String history(ChaosMember member) {
        return "/api/v1/targets/" + URLEncoder.encode(member.id(), StandardCharsets.US_ASCII) + "/history?limit="
                + PART;
    }

    private static Map<Long, String> scans(Answer answer) {
        Map<Long, String> scans = new TreeMap<>();
        for (JsonNode scan : JsonMapper.shared().readTree(answer.body()).path("scans")) {
            scans.put(scan.path("id").asLong(), scan.toString());
        }
        return scans;
    }

    private static Set<String> changes(Answer answer) {
        Set<String> changes = new TreeSet<>();
        for (JsonNode change : JsonMapper.shared().readTree(answer.body()).path("changes")) {
            changes.add(change.toString());
        }
        return changes;
    }
}
