package io.ehloscope.web.security;

import static io.ehloscope.web.security.WebConfigKeys.*;

import io.ehloscope.web.security.WebConfig.ClientPolicy;
import io.ehloscope.web.security.WebConfig.Pem;
import io.ehloscope.yaml.ConfigException;
import io.ehloscope.yaml.FileText;
import io.ehloscope.yaml.Key;
import io.ehloscope.yaml.Node;
import io.ehloscope.yaml.Problems;
import io.ehloscope.yaml.Section;
import io.ehloscope.yaml.ValueType;
import io.ehloscope.yaml.YamlReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads web configuration files. Reports all problems of a file together and repeats no secret. */
public final class WebConfigReader {

    private static final Pattern BCRYPT = Pattern.compile("\\$2[abxy]?\\$(?<cost>[0-9]{2})\\$[./A-Za-z0-9]{53}");

    /** The binary logarithm of the number of bcrypt rounds: 10 takes about 70 ms, each step up takes twice as long. */
    private static final int LEAST_COST = 4;

    private static final int MOST_COST = 18;

    private final Path file;
    private final Problems problems;

    private WebConfigReader(Path file) {
        this.file = file;
        this.problems = new Problems(file.toString());
    }

    /**
     * Reads a file. Resolves the files that it names relative to its directory, but does not read them. Blocks.
     *
     * @throws ConfigException with all problems of the file
     */
    public static WebConfig read(Path file) {
        return new WebConfigReader(file).read();
    }

    private WebConfig read() {
        String text = FileText.readRegular(file, problems);
        Node root = text == null || isEmpty(text) ? null : YamlReader.read(text, problems);
        WebConfig config = WebConfig.NONE;
        if (root instanceof Node.Mapping mapping) {
            config = config(FILE.read(mapping, problems));
        } else if (root != null
                && !problems.isRefused(root.location())
                && !(root instanceof Node.Scalar scalar && scalar.isNull())) {
            problems.add(
                    root.location(), "a web configuration is " + root.kind(), "it is a mapping with tls_server_config");
        }
        if (problems.isEmpty()) {
            return config;
        }
        throw new ConfigException(problems);
    }

    /** A file without a document configures nothing, like {@code {}}; the YAML reader would report it as a problem. */
    private static boolean isEmpty(String text) {
        return text.lines().map(String::strip).allMatch(line -> line.isEmpty() || line.startsWith("#"));
    }

    private WebConfig config(Section section) {
        Node.Mapping tls = section.get(TLS);
        Node.Mapping http = section.get(HTTP);
        Node.Mapping users = section.get(USERS);
        Node.Mapping rate = section.get(RATE);
        Section inHttp = http == null ? null : IN_HTTP.read(http, problems);
        boolean http2 = inHttp == null || inHttp.get(HTTP2, true);
        return new WebConfig(
                tls == null ? null : tls(IN_TLS.read(tls, problems), http2),
                inHttp == null ? Map.of() : headers(inHttp),
                users == null ? Map.of() : users(users),
                rate == null ? null : rate(IN_RATE.read(rate, problems)));
    }

    private WebConfig.@Nullable Tls tls(Section section, boolean http2) {
        Pem certificate = pem(section, CERT, CERT_FILE);
        Pem key = pem(section, KEY, KEY_FILE);
        Pem authorities = pem(section, CLIENT_CA, CLIENT_CA_FILE);
        ClientPolicy clients = section.get(CLIENT_AUTH, ClientPolicy.NONE);
        Set<String> sans = new TreeSet<>(section.get(ALLOWED_SANS, List.of()));
        if (authorities != null && clients == ClientPolicy.NONE) {
            problems.add(
                    section.location(section.has(CLIENT_CA) ? CLIENT_CA : CLIENT_CA_FILE),
                    "there is an authority for client certificates, but none are requested",
                    "set client_auth_type: RequireAndVerifyClientCert");
        }
        if (!sans.isEmpty() && !clients.isRequired()) {
            problems.add(
                    section.location(ALLOWED_SANS),
                    "client_allowed_sans admits clients without a certificate",
                    "set client_auth_type: RequireAndVerifyClientCert");
        }
        section.get(CURVES); // checked, and left to Java: see docs/web.md
        missing(section, certificate, CERT, CERT_FILE);
        missing(section, key, KEY, KEY_FILE);
        List<String> versions = versions(section);
        List<String> suites = cipherSuites(section);
        boolean serversOrder = section.get(SERVERS_ORDER, true);
        return certificate == null || key == null
                ? null
                : new WebConfig.Tls(
                        certificate, key, clients, authorities, sans, versions, suites, serversOrder, http2);
    }

    private void missing(Section section, @Nullable Pem pem, Key<String> text, Key<String> path) {
        if (pem == null && !section.has(text) && !section.has(path)) {
            problems.add(section.location(), path.name() + " is missing in " + TLS.name(), "name a PEM file");
        }
    }

    private @Nullable Pem pem(Section section, Key<String> text, Key<String> path) {
        if (section.has(text) && section.has(path)) {
            problems.add(
                    section.location(path),
                    text.name() + " and " + path.name() + " are both set",
                    "remove one of them");
        }
        String given = section.get(text);
        String named = section.get(path);
        if (named != null) {
            return new Pem(file.resolveSibling(named), null);
        }
        return given == null ? null : new Pem(null, given);
    }

    private List<String> versions(Section section) {
        TlsVersion least = section.get(MIN_VERSION, TlsVersion.TLS12);
        TlsVersion most = section.get(MAX_VERSION, TlsVersion.TLS13);
        if (least.compareTo(most) > 0) {
            problems.add(section.location(MIN_VERSION), "min_version " + least + " is above max_version " + most);
        }
        return Arrays.stream(TlsVersion.values())
                .filter(each -> each.compareTo(least) >= 0 && each.compareTo(most) <= 0)
                .map(TlsVersion::javaName)
                .toList();
    }

    private List<String> cipherSuites(Section section) {
        List<String> named = section.get(CIPHER_SUITES, List.of());
        Set<String> known = TlsContexts.cipherSuites();
        named.stream()
                .filter(each -> !known.contains(each))
                .forEach(each -> problems.unknown(section.location(CIPHER_SUITES), "cipher suite", each, known));
        return named;
    }

    private Map<String, String> headers(Section section) {
        Node.Mapping mapping = section.get(HEADERS);
        if (mapping == null) {
            return Map.of();
        }
        Section headers = IN_HEADERS.read(mapping, problems);
        Map<String, String> set = new LinkedHashMap<>();
        for (Key<String> key : EACH_HEADER) {
            String value = headers.get(key);
            if (value != null) {
                set.put(key.name(), value);
            }
        }
        return set;
    }

    private Map<String, String> users(Node.Mapping mapping) {
        Map<String, String> users = new LinkedHashMap<>();
        for (Node.Entry entry : mapping.entries()) {
            if (entry.key().isEmpty() || entry.key().indexOf(':') >= 0) {
                problems.add(entry.keyLocation(), "a user name must not be empty or contain a colon");
            }
            String hash = hash().read(entry.value(), "the password of " + ValueType.quoted(entry.key()), problems);
            if (hash != null) {
                users.put(entry.key(), hash);
            }
        }
        return users;
    }

    private static ValueType<String> hash() {
        return ValueType.scalar("a bcrypt hash", (scalar, what, problems) -> {
            Matcher hash = BCRYPT.matcher(scalar.text());
            if (!hash.matches()) {
                problems.add(
                        scalar.location(), what + " is not a bcrypt hash", "create one with htpasswd -nBC 10 USER");
                return null;
            }
            int cost = Integer.parseInt(hash.group("cost"));
            if (cost < LEAST_COST || cost > MOST_COST) {
                problems.add(
                        scalar.location(),
                        what + " has the cost " + cost,
                        "costs of " + LEAST_COST + " to " + MOST_COST + " are accepted; 10 is usual");
                return null;
            }
            return scalar.text();
        });
    }

    private WebConfig.@Nullable Rate rate(Section section) {
        Duration interval = section.get(INTERVAL, Duration.ZERO);
        int burst = section.get(BURST, 1);
        return interval.isZero() ? null : new WebConfig.Rate(interval, burst);
    }
}
