package io.ehloscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.daemon.EngineScope;
import io.ehloscope.demo.SoakFleet;
import io.ehloscope.evidence.Failure;
import io.ehloscope.inventory.Inventories;
import io.ehloscope.plan.Plan;
import io.ehloscope.result.TargetResult;
import io.ehloscope.runtime.Engine;
import io.ehloscope.scan.ResolvedPlan;
import io.ehloscope.scan.Scan;
import io.ehloscope.smtp.EhloReply;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/**
 * Scans a fleet of all behaviours several times in a row. The fleet runs in another process and prints the expected
 * results: every target must have exactly its expected result each time, and the resources that the scanner holds must
 * not grow. The number of targets and rounds: {@code -Dehloscope.soak.targets} and {@code -Dehloscope.soak.rounds}; see
 * docs/soak.md.
 */
class SoakIT {

    private static final int TARGETS = Integer.getInteger("ehloscope.soak.targets", 500);
    private static final int ROUNDS = Integer.getInteger("ehloscope.soak.rounds", 3);
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private static final int CONCURRENCY = 500;

    /** The maximum memory of a dialogue, however fast a server sends. */
    private static final long DIALOGUE_BYTES = 64 << 10;

    /** Allows for classes loaded late and grown tables, but not for a dialogue kept per target. */
    private static final long HEAP_SLACK = 4L << 20;

    /**
     * The resources that the scanner holds.
     *
     * @param descriptors open file descriptors of this process; 0 if the system does not report them
     * @param heap bytes in use after garbage collection
     * @param pinned bytes of direct memory in buffers in use
     * @param direct bytes of direct memory that the allocator has reserved
     */
    private record Holdings(long descriptors, long heap, long pinned, long direct) {

        static Holdings now() throws InterruptedException {
            for (int i = 0; i < 4; i++) {
                System.gc();
                Thread.sleep(50);
            }
            Runtime runtime = Runtime.getRuntime();
            var system = ManagementFactory.getOperatingSystemMXBean();
            PooledByteBufAllocator buffers = PooledByteBufAllocator.DEFAULT;
            return new Holdings(
                    system instanceof UnixOperatingSystemMXBean unix ? unix.getOpenFileDescriptorCount() : 0,
                    runtime.totalMemory() - runtime.freeMemory(),
                    buffers.pinnedDirectMemory(),
                    buffers.metric().usedDirectMemory());
        }

        @Override
        public String toString() {
            return "%d descriptors, %,d KiB heap, %,d KiB of %,d KiB direct memory in use"
                    .formatted(descriptors, heap >> 10, pinned >> 10, direct >> 10);
        }
    }

    /** A target as the fleet describes it. */
    private record Member(String name, int port, List<InetAddress> addresses, String part, String truth) {

        static Member parse(String line) {
            String[] fields = line.split("\t", -1);
            List<InetAddress> addresses = Stream.of(fields[2].split(","))
                    .filter(text -> !text.isEmpty())
                    .map(Member::address)
                    .toList();
            return new Member(fields[0], Integer.parseInt(fields[1]), addresses, fields[3], fields[4]);
        }

        private static InetAddress address(String text) {
            try {
                return InetAddress.getByName(text);
            } catch (UnknownHostException e) {
                throw new UncheckedIOException(e);
            }
        }

        String entry() {
            String more = addresses.size() > 1 ? ", resolve: all" : "";
            return "      - {host: " + name + ", port: " + port + more + "}";
        }
    }

    @Test
    void everyTargetHasItsExpectedResultAndNoResourceLeaks() throws Exception {
        Process fleet = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SoakFleet.class.getName(),
                        Integer.toString(TARGETS))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            soak(members(fleet));
        } finally {
            fleet.destroyForcibly().waitFor();
        }
    }

    private static List<Member> members(Process fleet) throws IOException {
        BufferedReader out = fleet.inputReader(StandardCharsets.UTF_8);
        List<Member> members = new ArrayList<>();
        for (String line = out.readLine(); !"ready".equals(line); line = out.readLine()) {
            assertThat(line).as("the fleet did not start").isNotNull();
            members.add(Member.parse(line));
        }
        return members;
    }

    private static void soak(List<Member> members) throws InterruptedException {
        Catalogue catalogue = Catalogue.load();
        Map<String, List<InetAddress>> names = new HashMap<>();
        members.stream()
                .filter(each -> !each.addresses().isEmpty())
                .forEach(each -> names.put(each.name(), each.addresses()));
        Plan plan = new Inventories(catalogue)
                .plan("soak", new ByteArrayInputStream(inventory(members).getBytes(StandardCharsets.UTF_8)));
        try (EngineScope scope = EngineScope.open(new DemoNames(names))) {
            Engine engine = scope.engine();
            Scan scan = engine.alone(plan, catalogue.classifier(plan.profiles()));
            List<Holdings> holdings = new ArrayList<>();
            for (int round = 0; round <= ROUNDS; round++) {
                // The first round loads classes and creates tables; its results must be correct, too.
                assertThat(wrong(scan, plan, members)).as("round %d", round).isEmpty();
                holdings.add(Holdings.now());
                System.out.println("soak: " + TARGETS + " targets, after round " + round + ": " + holdings.get(round));
            }
            check(holdings);
        }
    }

    private static void check(List<Holdings> holdings) {
        Holdings start = holdings.get(0);
        Holdings end = holdings.get(holdings.size() - 1);
        assertThat(end.descriptors()).as("descriptors, of %s", holdings).isLessThanOrEqualTo(start.descriptors());
        assertThat(end.heap()).as("heap, of %s", holdings).isLessThanOrEqualTo(start.heap() + HEAP_SLACK);
        assertThat(end.pinned()).as("buffers in use, of %s", holdings).isLessThanOrEqualTo(start.pinned());
        assertThat(end.direct()).as("direct memory, of %s", holdings).isLessThanOrEqualTo(start.direct());
        assertThat(end.direct()).as("direct memory, of %s", holdings).isLessThanOrEqualTo(CONCURRENCY * DIALOGUE_BYTES);
    }

    /** Returns the first 20 deviations from the expected results: {@code target (part): truth, but found}. */
    private static List<String> wrong(Scan scan, Plan plan, List<Member> members) {
        Map<String, String> found = scan.results(new ResolvedPlan(plan, Map.of()), Flux.never())
                .collect(
                        TreeMap<String, String>::new,
                        (all, result) -> all.merge(result.target().host(), found(result), String::concat))
                .block(PATIENCE);
        assertThat(found).hasSize(members.size());
        return members.stream()
                .filter(each -> !each.truth().equals(found.get(each.name())))
                .map(each ->
                        each.name() + " (" + each.part() + "): " + each.truth() + ", but " + found.get(each.name()))
                .limit(20)
                .toList();
    }

    private static String found(TargetResult result) {
        Failure failure = result.failure();
        EhloReply ehlo = result.observation().ehlo();
        return String.join(
                " ",
                result.verdict().label(),
                failure == null ? "-" : failure.stage().label(),
                failure == null ? "-" : failure.reason().label(),
                ehlo == null
                        ? "?"
                        : ehlo.verbs().stream().map(verb -> verb.key()).collect(Collectors.joining(",")));
    }

    private static String inventory(List<Member> members) {
        return """
                version: 1
                ehlo_name: scanner.soak.test
                defaults:
                  timeouts: {dns: 1s, connect: 5s, greeting: 6s, reply: 5s, total: 15s}
                  retry: {attempts: 2, backoff: 200ms, max_backoff: 1s, jitter: 0.5}
                limits: {concurrency: 500, per_site: 500, per_address: 1, connects_per_second: 1000}
                sites:
                  - name: soak
                    servers:
                """ + members.stream().map(Member::entry).collect(Collectors.joining("\n")) + "\n";
    }
}
