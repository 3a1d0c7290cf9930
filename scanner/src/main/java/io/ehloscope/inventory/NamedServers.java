package io.ehloscope.inventory;

import io.ehloscope.yaml.ConfigException;
import io.ehloscope.yaml.FileText;
import io.ehloscope.yaml.Location;
import io.ehloscope.yaml.Node;
import io.ehloscope.yaml.Problem;
import io.ehloscope.yaml.Problems;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Servers that are named without an inventory: the arguments of a command, or the lines of a file. Each is a pattern as an
 * inventory writes it.
 */
public final class NamedServers {

    private static final String ARGUMENT = "argument";
    private static final String ONE_PER_LINE = "write one server per line, like mail.example.com:25";
    private static final Set<String> HEADERS = Set.of(
            "dnshostname", "fqdn", "host", "hostname", "hosts", "name", "server", "servername", "servers", "target");

    private final String source;
    private final List<Node.Scalar> servers;

    private NamedServers(String source, List<Node.Scalar> servers) {
        this.source = source;
        this.servers = List.copyOf(servers);
    }

    /** The servers of arguments; the line of a server is the number of its argument. */
    public static NamedServers ofArguments(List<String> arguments) {
        List<Node.Scalar> servers = new ArrayList<>();
        for (String each : arguments) {
            servers.add(new Node.Scalar(each, false, new Location(servers.size() + 1, 1)));
        }
        return new NamedServers(ARGUMENT, servers);
    }

    /**
     * The servers of arguments that each name a single server.
     *
     * @throws ConfigException if one names several, or none
     */
    public static NamedServers ofSingles(List<String> arguments) {
        NamedServers named = ofArguments(arguments);
        Problems problems = new Problems(ARGUMENT);
        for (Node.Scalar each : named.servers) {
            boolean several = each.text().startsWith(ServerReader.FILE);
            if (!several) {
                HostPatternReader.Named read = HostPatternReader.read(each.text(), each.location(), problems);
                several = read != null && (read.hosts().size() != 1 || read.hosts() instanceof HostPattern.MxHosts);
            }
            if (several) {
                problems.add(
                        each.location(),
                        problems.quoted(each.text()) + " is not a single server",
                        "probe accepts a name or an address; to check several servers: ehloscope scan " + each.text());
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems).with(named::ofArgument);
        }
        return named;
    }

    /**
     * The servers of a file, one in each line, with comments from {@code #} to the end of the line.
     *
     * @param file a file in UTF-8; {@code -} is standard input
     * @throws ConfigException with the problems of the file, such as a missing one or one without a server
     */
    public static NamedServers ofFile(Path file) {
        boolean stdin = Inventories.isStdin(file);
        Problems problems = new Problems(stdin ? "stdin" : file.toString());
        String text = stdin ? text(System.in, problems) : FileText.read(file, problems);
        return ofText(text == null ? "" : text, problems);
    }

    private static @Nullable String text(InputStream in, Problems problems) {
        try {
            return FileText.read(in, problems);
        } catch (IOException e) {
            problems.add(null, "this is not readable: " + e.getMessage());
            return null;
        }
    }

    /** The servers in the text of a file. */
    static NamedServers ofText(String text, Problems problems) {
        List<Node.Scalar> servers = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            String content = withoutComment(line);
            String server = content.strip();
            if (server.isEmpty()) {
                continue;
            }
            int column = 1 + content.length() - content.stripLeading().length();
            Node.Scalar scalar = new Node.Scalar(server, false, new Location(number, column));
            if (servers.isEmpty() && isNoServer(scalar, problems)) {
                break;
            }
            if (server.startsWith(ServerReader.FILE)) {
                problems.add(
                        scalar.location(),
                        "a list of servers cannot name another list",
                        "scan it with --hosts, or name both in an inventory");
            }
            servers.add(scalar);
        }
        if (servers.isEmpty() && problems.isEmpty()) {
            problems.add(null, "this list names no server", ONE_PER_LINE);
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return new NamedServers(problems.file(), servers);
    }

    /** Whether the first line that is not empty shows that the file is no list of servers, which is then a problem. */
    private static boolean isNoServer(Node.Scalar first, Problems problems) {
        String text = first.text();
        if (text.matches("version\\s*:.*") || text.equals("---")) {
            problems.add(first.location(), "this is an inventory, not a list of servers", "omit --hosts");
            return true;
        }
        if (text.startsWith("[{") || text.equals("[") || text.startsWith("{")) {
            problems.add(first.location(), "this is JSON, not a list of servers", ONE_PER_LINE);
            return true;
        }
        String unquoted = text.replace("\"", "");
        if (hasFields(text)) {
            problems.add(
                    first.location(),
                    "this line has several fields",
                    "write one server per line; to scan a CSV file: ehloscope scan file:FILE");
            return true;
        }
        if (HEADERS.contains(unquoted.toLowerCase(Locale.ROOT))) {
            problems.add(first.location(), problems.quoted(text) + " is a header, not a server", "remove this line");
            return true;
        }
        return false;
    }

    /** Whether a comma, a semicolon or a tab separates fields; a comma in brackets separates the numbers of a range. */
    private static boolean hasFields(String text) {
        return text.replaceAll("\\[[^\\]]*]", "").matches(".*[,;\t].*");
    }

    private static String withoutComment(String line) {
        for (int at = line.indexOf('#'); at >= 0; at = line.indexOf('#', at + 1)) {
            if (at == 0 || Character.isWhitespace(line.charAt(at - 1))) {
                return line.substring(0, at);
            }
        }
        return line;
    }

    /**
     * An inventory with these servers in one site.
     *
     * @throws ConfigException with all problems of the settings, or else with all problems of the servers
     */
    Inventory inventory(String site, ServerSettings settings, InventoryReader reader) {
        Node.Scalar any = new Node.Scalar("localhost", false, Location.START);
        try {
            reader.read(settings.root(site, List.of(any)), new Problems("options"));
        } catch (ConfigException e) {
            throw e.with(ServerSettings::ofOption);
        }
        try {
            return reader.read(settings.root(site, servers), new Problems(source));
        } catch (ConfigException e) {
            throw source.equals(ARGUMENT) ? e.with(this::ofArgument) : e;
        }
    }

    private Problem ofArgument(Problem problem) {
        Location location = problem.location();
        if (location == null || !problem.file().equals(ARGUMENT)) {
            return problem;
        }
        String which = servers.size() == 1 ? ARGUMENT : ARGUMENT + " " + location.line();
        return new Problem(which, null, problem.sentence(), problem.suggestion());
    }

    /** How a message names the place of another entry of this file: {@code line 7}, or {@code argument 7}. */
    static String place(String file, Location location) {
        return (file.equals(ARGUMENT) ? ARGUMENT : "line") + " " + location.line();
    }
}
