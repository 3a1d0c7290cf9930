package io.ehloscope.inventory;

import io.ehloscope.text.Printable;
import io.ehloscope.yaml.ConfigException;
import io.ehloscope.yaml.Location;
import io.ehloscope.yaml.Problem;
import io.ehloscope.yaml.Problems;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The text of a new inventory, with comments that explain what to change. */
public final class InventoryDraft {

    private static final String HEAD = """
            # An inventory of Ehloscope: the mail servers to scan, and how to scan them. After each change, run
            #   ehloscope check FILE
            # which reports every mistake with its line and column. Lines that start with # are comments.
            version: 1

            # The name that the scanner sends in EHLO: the name of this machine in DNS, with a dot. Some servers look it up.
            # ehlo_name: scanner.example.com

            # Settings for every server. A site or a server can override each of them.
            defaults:
              # auto: recognize the product, then compare its reply with the profile of that product. To require a product,
              # name its profile, such as exchange-2019; to list all profiles: ehloscope profiles
              profile: auto
              # observe: record whether STARTTLS is offered; negotiate: upgrade to TLS, and check the certificate
              starttls: observe

            # Dialogues at the same time: overall, in one site, and with one address.
            limits: {concurrency: 500, per_site: 100, per_address: 1}

            # When "ehloscope serve" scans: everything, and again the targets with a finding.
            schedule: {interval: 15m, recheck: 1m}

            # A site groups servers. Its name is the label "site" of the metrics.
            sites:
            """;

    /** Half of what an inventory allows, because of a number at the end. */
    private static final int MAX_SITE_NAME = 50;

    private static final String COMMENT = "   # ";

    private final List<String> sites = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    /**
     * Adds a site for the MX hosts of a domain, and in comments what DNS does not list.
     *
     * @throws ConfigException if the text is not the name of a domain
     */
    public InventoryDraft domain(String text) {
        Problems problems = new Problems("--domain");
        HostPatternReader.Named named = text.indexOf('@') >= 0 || text.indexOf(':') >= 0
                ? null
                : HostPatternReader.read("mx:" + text, Location.START, problems);
        if (named == null || !problems.isEmpty()) {
            String meant = text.replaceAll("^[a-z]+:(?://)?|^.*@|/.*$", "");
            String suggestion =
                    meant.equals(text) || meant.isEmpty() ? "like example.com" : "did you mean \"" + meant + "\"?";
            throw new ConfigException(List.of(
                    new Problem("--domain", null, problems.quoted(text) + " is not the name of a domain", suggestion)));
        }
        String domain = named.hosts().hosts().get(0);
        site(
                domain,
                "# The MX hosts of the domain, looked up at the start of every scan.",
                "- mx:" + domain,
                "# Servers that DNS does not list as MX hosts. Remove the # in front of what exists, and correct the names:",
                "# - hub[01-04]." + domain + "   # internal servers: hub01 to hub04",
                "# - {host: smtp." + domain + ", port: 587}   # submission, with STARTTLS",
                "# - {host: smtp." + domain
                        + ", port: 465, tls: implicit}   # submission, with TLS from the first byte",
                "# - {host: mx." + domain + ", profile: postfix}   # a gateway of another product in front of Exchange",
                "# - 192.0.2.0/28   # all addresses of a block");
        return this;
    }

    /**
     * Adds a site for the servers of a list.
     *
     * @param path the path of the list as the inventory names it, relative to the folder of the inventory
     */
    public InventoryDraft list(String path) {
        site(
                siteName(path),
                "# One server in each line: host[,port[,profile]]. The path is relative to the folder of this file.",
                "- " + quoted(ServerReader.FILE + path));
        return this;
    }

    /**
     * Adds a site for the targets of Prometheus' file-based service discovery.
     *
     * @param path a path or a glob as the inventory names it, relative to the folder of the inventory
     */
    public InventoryDraft fileSd(String path) {
        String name = siteName(path);
        site(
                name.indexOf('*') < 0 ? name : "servers",
                "# Read again when it changes. The labels site and profile set these properties of a target, other labels stay",
                "# labels. The path is relative to the folder of this file, and can be a glob, such as targets/*.json.",
                "- file_sd: '" + path.replace("'", "''") + "'");
        return this;
    }

    /** The name of a file without its folder and its ending. */
    private static String siteName(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1)
                .replaceFirst("(?<=.)\\.[^.]*$", "")
                .strip();
        return name.isEmpty() ? "servers" : Printable.cut(name, MAX_SITE_NAME);
    }

    /** Adds a site with an example of each kind of server. */
    public InventoryDraft example() {
        site(
                "headquarters",
                "# Replace these servers, which are examples:",
                "- mail.example.com",
                "- {host: smtp.example.com, port: 587, labels: {role: submission}}",
                "# - hub[01-04].corp.example.com   # hub01 to hub04",
                "# - mx:example.com   # the MX hosts of a domain, looked up at the start of every scan",
                "# - 192.0.2.0/28   # all addresses of a block",
                "# - \"[2001:db8::25]:587\"   # IPv6 with a port, in quotes",
                "# - file:servers.csv   # a list in another file, relative to the folder of this one");
        return this;
    }

    private void site(String wanted, String... lines) {
        String name = wanted;
        for (int number = 2; !names.add(name); number++) {
            name = wanted + "-" + number;
        }
        sites.add("  - name: " + quoted(name) + "\n    servers:\n      " + String.join("\n      ", aligned(lines))
                + "\n");
    }

    /** The lines with their comments, which three spaces separate, in one column. */
    private static List<String> aligned(String... lines) {
        int width = 0;
        for (String line : lines) {
            width = Math.max(width, line.indexOf(COMMENT));
        }
        List<String> aligned = new ArrayList<>();
        for (String line : lines) {
            int at = line.indexOf(COMMENT);
            aligned.add(at < 0 ? line : line.substring(0, at) + " ".repeat(width - at) + line.substring(at));
        }
        return aligned;
    }

    /** Text as a YAML scalar: in quotes, unless it is a name with a dot or a plain path of a list. */
    private static String quoted(String text) {
        boolean plain = text.matches("[A-Za-z0-9-]*[A-Za-z][A-Za-z0-9-]*\\.[A-Za-z0-9.-]+")
                || text.matches("file:[A-Za-z0-9_./-]+");
        return plain ? text : "'" + text.replace("'", "''") + "'";
    }

    /** The text, ready for {@code check}. */
    public String text() {
        return HEAD + String.join("\n", sites);
    }
}
