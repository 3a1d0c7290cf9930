package io.ehloscope.inventory;

import io.ehloscope.yaml.Location;
import io.ehloscope.yaml.Node;
import io.ehloscope.yaml.Problem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings of servers that are named without an inventory, as the options of a command give them: unchecked text, each
 * null if the option is not given.
 *
 * @param ehloName the name to send in EHLO
 * @param caFile the PEM certificates to trust, relative to the working directory
 * @param port the port of servers that name none
 * @param profile the name of a profile
 * @param starttls the STARTTLS mode
 * @param tls when TLS starts
 * @param resolve which addresses of a name are probed
 * @param attempts the number of attempts
 */
public record ServerSettings(
        @Nullable String ehloName,
        @Nullable String caFile,
        @Nullable String port,
        @Nullable String profile,
        @Nullable String starttls,
        @Nullable String tls,
        @Nullable String resolve,
        @Nullable String attempts) {

    /** Every option, in the order of the components: the line of a value in {@link #root} is its index here, plus one. */
    private static final List<String> OPTIONS = List.of(
            "--ehlo-name", "--ca-file", "--port", "--profile", "--starttls", "--tls", "--resolve", "--attempts");

    /** These settings without a profile. */
    public ServerSettings withoutProfile() {
        return new ServerSettings(ehloName, caFile, port, null, starttls, tls, resolve, attempts);
    }

    /** The options that are given, in the order of the components. */
    public List<String> given() {
        List<String> given = new ArrayList<>();
        @Nullable String[] values = {ehloName, caFile, port, profile, starttls, tls, resolve, attempts};
        for (int i = 0; i < values.length; i++) {
            if (values[i] != null) {
                given.add(OPTIONS.get(i));
            }
        }
        return given;
    }

    /** An inventory with these settings and one site. */
    Node.Mapping root(String site, List<Node.Scalar> servers) {
        Values top = new Values().add("version", "1", 0);
        top.add("ehlo_name", ehloName, 1);
        top.add("tls_config", new Values().add("ca_file", caFile, 2));
        Values defaults = new Values();
        defaults.add("port", port, 3).add("profile", profile, 4).add("starttls", starttls, 5);
        defaults.add("tls", tls, 6).add("resolve", resolve, 7);
        defaults.add("retry", new Values().add("attempts", attempts, 8));
        top.add("defaults", defaults);
        Values only = new Values().add("name", site, 0).add("servers", list(servers));
        top.add("sites", list(List.of(only.mapping())));
        return top.mapping();
    }

    /** The problem of an option, with the name of the option in the place of a file. */
    static Problem ofOption(Problem problem) {
        Location location = problem.location();
        int line = location == null ? 1 : location.line();
        return new Problem(OPTIONS.get(Math.max(line, 1) - 1), null, problem.sentence(), problem.suggestion());
    }

    private static Node.Sequence list(List<? extends Node> items) {
        return new Node.Sequence(List.copyOf(items), Location.START);
    }

    /** A mapping in the making, without the keys whose value is null. */
    private static final class Values {
        private final List<Node.Entry> entries = new ArrayList<>();

        Values add(String key, @Nullable String value, int line) {
            return value == null ? this : add(key, new Node.Scalar(value, false, new Location(line, 1)));
        }

        Values add(String key, Values inner) {
            return inner.entries.isEmpty() ? this : add(key, inner.mapping());
        }

        Values add(String key, Node value) {
            entries.add(new Node.Entry(key, value.location(), value));
            return this;
        }

        Node.Mapping mapping() {
            return new Node.Mapping(entries, Location.START);
        }
    }
}
