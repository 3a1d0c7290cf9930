package io.ehloscope.inventory;

import inet.ipaddr.IPAddress;
import io.ehloscope.text.HiddenCharacter;
import io.ehloscope.yaml.Location;
import io.ehloscope.yaml.Problems;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the hosts of a server entry: a host, an address, a range, a block or {@code mx:}, each with or without a port.
 */
final class HostPatternReader {

    private static final String ONE_SERVER = "write one server per entry, like mail.example.com:25";

    private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://(?:[^/@]*@)?([^/?#@]*).*");
    private static final Pattern MAILBOX = Pattern.compile("[^@/:]+@([^@/:]+)");
    private static final Pattern MAYBE_IPV6 = Pattern.compile("[0-9A-Fa-f:.%/\\[\\]]*|[0-9A-Fa-f:.]*%.*|.*::.*");

    /** A name has at most 253 characters; with ranges, its text can be longer. */
    private static final int MAX_LENGTH = 4096;

    private static final Pattern BRACKETED = Pattern.compile("\\[([^\\[\\]]*)](?::(.*))?");
    private static final Pattern BLOCK = Pattern.compile("([^/]+/[^:/]*)(?::(.*))?");
    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
    private static final String MX = "mx:";

    private final String text;
    private final Location location;
    private final Problems problems;

    private HostPatternReader(String text, Location location, Problems problems) {
        this.text = text;
        this.location = location;
        this.problems = problems;
    }

    /**
     * The hosts and the port of an entry.
     *
     * @param hosts one host, or many
     * @param port null if the entry names none
     */
    record Named(HostPattern hosts, @Nullable Integer port) {}

    /** Reads an entry; null if it is invalid, which is then among the problems. */
    static @Nullable Named read(String text, Location location, Problems problems) {
        return new HostPatternReader(text, location, problems).named();
    }

    private @Nullable Named named() {
        if (text.isBlank()) {
            problems.add(location, "the server has no name");
            return null;
        }
        if (text.length() > MAX_LENGTH) {
            problems.add(
                    location,
                    "a server of " + text.length() + " characters",
                    "write at most " + MAX_LENGTH + " for one server");
            return null;
        }
        if (isRejectedAsText()) {
            return null;
        }
        if (text.startsWith(MX)) {
            return mxHosts(text.substring(MX.length()));
        }
        Matcher bracketed = BRACKETED.matcher(text);
        if (bracketed.matches() && bracketed.group(1).indexOf(':') >= 0) {
            return withPort(addressOrBlock(bracketed.group(1)), bracketed.group(2));
        }
        Matcher block = BLOCK.matcher(text);
        if (block.matches()) {
            return withPort(block(block.group(1)), block.group(2));
        }
        if (text.indexOf(':') != text.lastIndexOf(':')) {
            if (!MAYBE_IPV6.matcher(text).matches()) {
                reject(" has several colons and is no IPv6 address", ONE_SERVER);
                return null;
            }
            return withPort(address(text), null);
        }
        int colon = text.indexOf(':');
        return colon < 0
                ? withPort(host(text), null)
                : withPort(host(text.substring(0, colon)), text.substring(colon + 1));
    }

    /** Whether the text is something else than a server; it is then among the problems, with what was probably meant. */
    private boolean isRejectedAsText() {
        HiddenCharacter hidden = HiddenCharacter.first(text);
        if (hidden != null) {
            return reject(" contains " + hidden.inWords(), hidden.suggestion());
        }
        if (text.chars().anyMatch(Character::isWhitespace)) {
            return reject(text.indexOf('\t') >= 0 ? " contains a tab" : " contains a space", ONE_SERVER);
        }
        Matcher url = URL.matcher(text);
        if (url.matches()) {
            return reject(" is a URL", url.group(1).isEmpty() ? "write host or host:port" : meant(url.group(1)));
        }
        Matcher mailbox = MAILBOX.matcher(text);
        if (mailbox.matches()) {
            return reject(" is a mail address", meant(MX + mailbox.group(1)) + " (the MX hosts of its domain)");
        }
        return text.indexOf(',') >= 0 && text.indexOf('[') < 0 && reject(" contains a comma", ONE_SERVER);
    }

    private boolean reject(String flaw, String suggestion) {
        problems.add(location, problems.quoted(text) + flaw, suggestion);
        return true;
    }

    private String meant(String server) {
        return "did you mean " + problems.quoted(server) + "?";
    }

    private @Nullable Named mxHosts(String rest) {
        int colon = rest.indexOf(':');
        String domain = colon < 0 ? rest : rest.substring(0, colon);
        if (Addresses.looksLikeIpv4(domain) || domain.startsWith("[") || domain.indexOf('/') >= 0) {
            problems.add(location, problems.quoted(text) + ": mx: needs the name of a domain", "like mx:example.com");
            return null;
        }
        HostPattern name = name(domain);
        return withPort(
                name == null ? null : new HostPattern.MxHosts(name.hosts().get(0)),
                colon < 0 ? null : rest.substring(colon + 1));
    }

    private @Nullable Named withPort(@Nullable HostPattern hosts, @Nullable String port) {
        if (port == null) {
            return hosts == null ? null : new Named(hosts, null);
        }
        if (!PORT.matcher(port).matches()) {
            problems.add(
                    location,
                    "port " + problems.quoted(port) + " in " + problems.quoted(text) + " is not a whole number",
                    "write 1 to 65535");
            return null;
        }
        int number = Integer.parseInt(port);
        if (number < 1 || number > 65535) {
            problems.add(
                    location,
                    "port " + problems.quoted(port) + " in " + problems.quoted(text) + " is out of range",
                    "write 1 to 65535");
            return null;
        }
        return hosts == null ? null : new Named(hosts, number);
    }

    private @Nullable HostPattern host(String host) {
        if (Addresses.looksLikeIpv4(host)) {
            return address(host);
        }
        return host.indexOf('[') >= 0 || host.indexOf(']') >= 0 ? range(host) : name(host);
    }

    private @Nullable HostPattern addressOrBlock(String inside) {
        return inside.indexOf('/') >= 0 ? block(inside) : address(inside);
    }

    private @Nullable HostPattern name(String host) {
        String folded = HostName.fold(host);
        String flaw = folded == null ? "it cannot be written in ASCII (IDNA)" : HostName.flaw(folded);
        if (folded == null || flaw != null) {
            return invalid(problems.quoted(host) + " is not a host name: " + flaw, null);
        }
        return new HostPattern.Name(folded);
    }

    private @Nullable HostPattern address(String address) {
        String canonical = Addresses.canonical(address);
        if (canonical == null) {
            String kind = address.indexOf(':') >= 0 ? "IPv6" : "IPv4";
            return invalid(problems.quoted(address) + " is not an " + kind + " address", hint(address));
        }
        return new HostPattern.Address(canonical);
    }

    private static @Nullable String hint(String address) {
        if (address.indexOf('%') >= 0) {
            return "addresses with a zone (%) are not supported";
        }
        return address.indexOf(':') >= 0 ? "like 2001:db8::1, and with a port [2001:db8::1]:25" : "like 192.0.2.1";
    }

    private @Nullable HostPattern block(String cidr) {
        String address = cidr.substring(0, cidr.indexOf('/'));
        String length = cidr.substring(cidr.indexOf('/') + 1);
        IPAddress block =
                PORT.matcher(length).matches() && Addresses.canonical(address) != null ? Addresses.parse(cidr) : null;
        if (block == null) {
            return invalid(
                    problems.quoted(cidr) + " is not a block of addresses", "like 192.0.2.0/28 or 2001:db8::/124");
        }
        if (!block.isPrefixBlock()) {
            return invalid(
                    problems.quoted(cidr) + " is an address inside a block",
                    "did you mean \"" + block.toPrefixBlock().toCanonicalString() + "\", or the one address \""
                            + address + "\"?");
        }
        return new HostPattern.Block(block.toCanonicalString());
    }

    private @Nullable HostPattern range(String host) {
        HostPattern.Range range = RangeReader.read(host, location, problems);
        if (range == null) {
            return null;
        }
        StringBuilder longest = new StringBuilder(range.texts().get(0));
        for (int i = 0; i < range.numbers().size(); i++) {
            longest.append(range.numbers().get(i).widest()).append(range.texts().get(i + 1));
        }
        String flaw = HostName.flaw(longest.toString());
        return flaw == null ? range : invalid(problems.quoted(host) + " is not a host name: " + flaw, null);
    }

    private @Nullable HostPattern invalid(String sentence, @Nullable String suggestion) {
        problems.add(location, sentence, suggestion);
        return null;
    }
}
