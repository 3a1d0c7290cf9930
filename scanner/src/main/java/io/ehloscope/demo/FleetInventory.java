package io.ehloscope.demo;

import io.ehloscope.classify.Exemption;
import io.ehloscope.demo.Organisation.Entry;
import io.ehloscope.demo.Organisation.OwnProfile;
import io.ehloscope.demo.Organisation.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes the inventory of a simulated fleet, with timeouts short enough for a demo.
 *
 * @param organisation the organisation
 * @param ports the port of every host to list
 * @param commonPort the default port
 * @param wholeRanges whether to write ranges unexpanded, because all hosts of a range share the common port
 */
record FleetInventory(Organisation organisation, Map<String, Integer> ports, int commonPort, boolean wholeRanges) {

    private static final String HEAD = """
            version: 1
            ehlo_name: %s
            defaults:
              port: %d
              profile: auto
              starttls: observe
              resolve: first
              timeouts: {dns: 1s, connect: 2s, greeting: 3s, reply: 2s, total: 8s}
              retry: {attempts: 2, backoff: 300ms, max_backoff: 1s, jitter: 0.5}
            limits:
              concurrency: 200
              per_site: 100
              per_address: 1
              connects_per_second: 500
            schedule: {interval: 30s, recheck: 10s}
            """;

    /** Returns the inventory as a YAML document. */
    String yaml() {
        StringBuilder yaml = new StringBuilder(HEAD.formatted(organisation.ehloName(), commonPort));
        if (!organisation.profiles().isEmpty()) {
            yaml.append("profiles:\n");
        }
        organisation.profiles().forEach(profile -> yaml.append(line(profile)));
        yaml.append("sites:\n");
        organisation.sites().forEach(site -> append(site, yaml));
        return yaml.toString();
    }

    private static String line(OwnProfile profile) {
        String forbid = profile.forbid().isEmpty() ? "" : ", forbid: " + list(profile.forbid());
        return "  %s: {extends: %s, require: %s%s}%n"
                .formatted(profile.name(), profile.base(), list(profile.require()), forbid);
    }

    private void append(Site site, StringBuilder yaml) {
        yaml.append("  - name: ").append(site.name()).append('\n');
        yaml.append("    labels: ").append(map(site.labels())).append('\n');
        yaml.append("    profile: ").append(site.profile()).append('\n');
        yaml.append("    servers:\n");
        for (Entry entry : site.entries()) {
            for (String item : items(entry)) {
                yaml.append("      - ").append(item).append('\n');
            }
        }
    }

    private List<String> items(Entry entry) {
        if (wholeRanges) {
            return List.of(item(entry.pattern(), entry, commonPort));
        }
        return entry.hosts().stream()
                .filter(ports::containsKey)
                .map(host -> item(host, entry, ports.getOrDefault(host, commonPort)))
                .toList();
    }

    private String item(String host, Entry entry, int port) {
        List<String> settings = new ArrayList<>();
        if (port != commonPort) {
            settings.add("port: " + port);
        }
        if (entry.profile() != null) {
            settings.add("profile: " + entry.profile());
        }
        if (entry.personas().size() > 1 && entry.everyAddress()) {
            settings.add("resolve: all");
        }
        if (entry.tls() != null) {
            settings.add("starttls: negotiate");
            settings.add(
                    "timeouts: {reply: 8s, total: 20s}"); // the servers compute their handshakes in this process too
        }
        if (!entry.exempt().isEmpty()) {
            settings.add("exempt: "
                    + list(entry.exempt().stream()
                            .map(FleetInventory::exemption)
                            .toList()));
        }
        if (!entry.labels().isEmpty()) {
            settings.add("labels: " + map(entry.labels()));
        }
        // Quoted, because within braces the brackets of a range would start a list.
        return settings.isEmpty() ? host : "{host: \"" + host + "\", " + String.join(", ", settings) + "}";
    }

    private static String exemption(Exemption exemption) {
        if (exemption.reason() == null && exemption.until() == null) {
            return exemption.verb();
        }
        String reason = exemption.reason() == null ? "" : ", reason: \"" + exemption.reason() + "\"";
        String until = exemption.until() == null ? "" : ", until: " + exemption.until();
        return "{verb: " + exemption.verb() + reason + until + "}";
    }

    private static String list(List<String> values) {
        return "[" + String.join(", ", values) + "]";
    }

    private static String map(Map<String, String> values) {
        List<String> pairs = new ArrayList<>();
        new TreeMap<>(values).forEach((name, value) -> pairs.add(name + ": " + value));
        return "{" + String.join(", ", pairs) + "}";
    }
}
