package io.ehloscope.e2e;

import at.favre.lib.crypto.bcrypt.BCrypt;
import io.ehloscope.demo.ChaosFleet;
import io.ehloscope.demo.ChaosMember;
import io.ehloscope.demo.ChaosRole;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The concurrent actors of a chaos run: scrapers, readers, an administrator, and the fleet itself. */
final class ChaosActors {

    private static final List<String[]> FORMATS = List.of(
            new String[] {"Accept", "text/plain"},
            new String[] {"Accept", "text/plain", "Accept-Encoding", "gzip"},
            new String[] {"Accept", "application/openmetrics-text; version=1.0.0", "Accept-Encoding", "gzip"});

    private static final List<String> BAD_INVENTORIES = List.of(
            "",
            "version: 1\nbogus: 1\nsites: [{name: a, servers: [x, x]}]\n",
            "version: 1\nsites: [{name: a, servers: [\"",
            "\u0000\u0001\u0002");

    /** Invalid or unprotected web configurations, all of which must be rejected. */
    private static final List<String> BAD_WEB_CONFIGS =
            List.of("", "{}\n", "basic_auth_users: {}\n", "basic_auth_users: {chaos: plain}\n", "basic_auth_users: [");

    private final Chaos chaos;
    private final ChaosFleet fleet;
    private final Path inventory;
    private final Path web;
    private final String hash = BCrypt.with(BCrypt.Version.VERSION_2Y).hashToString(4, "chaos".toCharArray());

    ChaosActors(Chaos chaos, ChaosFleet fleet, Path directory) {
        this.chaos = chaos;
        this.fleet = fleet;
        this.inventory = directory.resolve("inventory.yml");
        this.web = directory.resolve("web.yml");
    }

    Path inventory() {
        return inventory;
    }

    Path web() {
        return web;
    }

    /** Writes valid files, which the service needs to start. */
    synchronized void tidy() throws IOException {
        write(inventory, fleet.inventory(true));
        write(web, "basic_auth_users: {chaos: '" + hash + "'}\n");
    }

    /** Runs a step while both files are valid and unchanged. */
    synchronized <T> T undisturbed(Step<T> step) throws IOException, InterruptedException {
        tidy();
        return step.take();
    }

    /** A step that can fail. */
    interface Step<T> {
        T take() throws IOException, InterruptedException;
    }

    /** Scrapes in random formats, and reads the other endpoints. */
    void scrape(String name) throws InterruptedException {
        Random random = chaos.random(name);
        ChaosWitness witness = new ChaosWitness(chaos, fleet);
        while (chaos.continues()) {
            chaos.ask("GET", "/metrics", FORMATS.get(random.nextInt(FORMATS.size())))
                    .ifPresent(witness::metrics);
            ChaosMember member = any(random);
            switch (random.nextInt(6)) {
                case 0 -> chaos.ask("GET", "/api/v1/results").ifPresent(witness::results);
                case 1 -> chaos.ask("GET", "/targets/" + encoded(member.id()));
                case 2 -> chaos.ask("GET", random.nextBoolean() ? "/" : "/config");
                case 3 -> probe(member);
                case 4 ->
                    chaos.ask("GET", "/-/healthy")
                            .filter(healthy -> healthy.status() != 200)
                            .ifPresent(sick -> chaos.fault("the service is healthy", sick.toString()));
                default ->
                    chaos.askAnonymously("GET", "/config")
                            .filter(open -> open.status() == 200)
                            .ifPresent(open -> chaos.fault("the password is asked for", open.toString()));
            }
            chaos.pause(random.nextInt(200));
        }
    }

    /** Checks that a probe reports a server as healthy only if it can be. */
    private void probe(ChaosMember member) throws InterruptedException {
        Instant began = Instant.now();
        chaos.ask("GET", "/probe?target=" + encoded(member.id()), "X-Prometheus-Scrape-Timeout-Seconds", "3")
                .filter(answer -> ResourceUsage.value(answer.body(), "probe_success") == 1)
                .ifPresent(answer -> {
                    Set<ChaosRole> roles = member.roles(began, Instant.now());
                    if (roles.stream().noneMatch(role -> role.verdict().equals("healthy"))) {
                        chaos.fault("a probe is true", member + " is healthy, not one of " + roles);
                    }
                });
    }

    /** Records repeatedly what the service has confirmed. */
    void remember(ChaosMemory memory) throws InterruptedException {
        while (chaos.continues()) {
            memory.record();
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /** Changes the roles of servers, and makes names unresolvable. */
    void turn() throws InterruptedException {
        Random random = chaos.random("fleet");
        while (chaos.continues()) {
            fleet.turn(random);
            fleet.look();
            chaos.pause(200 + random.nextInt(600));
        }
    }

    /** Requests scans, and replaces the files that the service reads with valid and invalid ones. */
    void administer() throws InterruptedException, IOException {
        Random random = chaos.random("administrator");
        while (chaos.continues()) {
            switch (random.nextInt(4)) {
                case 0 -> expect("POST", "/-/scan", 202, 429);
                case 1 -> expect("POST", "/-/scan?target=" + encoded(any(random).id()), 202, 404, 429);
                case 2 -> reload(random);
                default -> protect(random);
            }
            chaos.pause(random.nextInt(1_500));
        }
    }

    private synchronized void reload(Random random) throws InterruptedException, IOException {
        write(inventory, BAD_INVENTORIES.get(random.nextInt(BAD_INVENTORIES.size())));
        expect("POST", "/-/reload", 500, 429);
        write(inventory, fleet.inventory(random.nextBoolean()));
        expect("POST", "/-/reload", 200, 429);
    }

    private synchronized void protect(Random random) throws IOException {
        int choice = random.nextInt(BAD_WEB_CONFIGS.size() + 1);
        Files.writeString(
                web,
                choice < BAD_WEB_CONFIGS.size()
                        ? BAD_WEB_CONFIGS.get(choice)
                        : "basic_auth_users: {chaos: '%s', other%d: '%s'}\n".formatted(hash, random.nextInt(), hash));
    }

    private void expect(String method, String path, Integer... statuses) throws InterruptedException {
        chaos.ask(method, path)
                .filter(answer -> !List.of(statuses).contains(answer.status()))
                .ifPresent(answer -> chaos.fault(method + " " + path + " is answered", answer.toString()));
    }

    private ChaosMember any(Random random) {
        List<ChaosMember> members = fleet.members();
        return members.get(random.nextInt(members.size()));
    }

    private static String encoded(String id) {
        return URLEncoder.encode(id, StandardCharsets.US_ASCII);
    }

    private static void write(Path file, String text) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.writeString(next, text);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
