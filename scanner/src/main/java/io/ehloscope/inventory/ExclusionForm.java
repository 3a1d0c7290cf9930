package io.ehloscope.inventory;

import io.ehloscope.plan.Exclusion;
import io.ehloscope.yaml.Node;
import io.ehloscope.yaml.Problems;
import io.ehloscope.yaml.ValueType;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The syntax of an entry of {@code exclude}: a host, a pattern, a range, an address or a block. */
final class ExclusionForm {

    static final ValueType<Exclusion> FORM =
            ValueType.scalar("host, pattern, range, address, or block", ExclusionForm::parse);

    private static final int MAX_PATTERN = 253;
    private static final int MAPPED_BITS = 96;

    private ExclusionForm() {}

    private static @Nullable Exclusion parse(Node.Scalar scalar, String what, Problems problems) {
        String text = scalar.text();
        if (text.indexOf('*') >= 0 || text.indexOf('?') >= 0) {
            return pattern(scalar, what, problems);
        }
        if (text.startsWith("mx:") || text.startsWith(ServerReader.FILE)) {
            problems.add(
                    scalar.location(),
                    what + " contains " + problems.quoted(text) + ", which is not a host",
                    "write a host, a pattern like *.lab.example.com, or a block like 10.9.0.0/16");
            return null;
        }
        HostPatternReader.Named named = HostPatternReader.read(text, scalar.location(), problems);
        if (named == null) {
            return null;
        }
        if (named.port() != null) {
            problems.add(
                    scalar.location(),
                    what + " contains " + problems.quoted(text) + ", which names a port",
                    "an entry excludes every port; write it without the port");
            return null;
        }
        HostPattern hosts = named.hosts();
        if (hosts instanceof HostPattern.Address address) {
            return block(text, address.host(), -1);
        }
        if (hosts instanceof HostPattern.Block block) {
            int slash = block.cidr().indexOf('/');
            return block(
                    text,
                    block.cidr().substring(0, slash),
                    Integer.parseInt(block.cidr().substring(slash + 1)));
        }
        if (hosts.size() > Inventory.MOST_TARGETS) {
            problems.add(
                    scalar.location(),
                    what + " contains " + problems.quoted(text) + ", a range of more than 1,000,000 hosts",
                    "write a pattern, like hub*.example.com");
            return null;
        }
        return new Exclusion.Hosts(text, hosts.hosts());
    }

    /** A block; with a negative length, the one address. */
    private static Exclusion block(String text, String address, int length) {
        try {
            InetAddress network = InetAddress.getByName(address);
            int bits = network.getAddress().length * Byte.SIZE;
            boolean isMapped = network instanceof Inet4Address && address.indexOf(':') >= 0;
            int prefix = length < 0 ? bits : length - (isMapped ? MAPPED_BITS : 0);
            return new Exclusion.Block(text, network, Math.max(0, prefix));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("read as an address: " + address, e);
        }
    }

    private static @Nullable Exclusion pattern(Node.Scalar scalar, String what, Problems problems) {
        String text = scalar.text();
        String lower = text.toLowerCase(Locale.ROOT);
        boolean isPlain = lower.chars().allMatch(ExclusionForm::isAllowed);
        if (lower.chars().noneMatch(c -> (c >= 'a' && c <= 'z'))) {
            boolean isAll = lower.chars().allMatch(c -> c == '*' || c == '?' || c == '.');
            problems.add(
                    scalar.location(),
                    what + " contains " + problems.quoted(text)
                            + (isAll ? ", which matches every host" : ", but addresses have no patterns"),
                    isAll ? "name a domain, like *.lab.example.com" : "write a block, like 10.9.0.0/16");
            return null;
        }
        if (!isPlain || lower.length() > MAX_PATTERN) {
            problems.add(
                    scalar.location(),
                    what + " contains " + problems.quoted(text) + ", which is not a pattern of host names",
                    "write letters, digits, dots and hyphens, * for any text and ? for one character,"
                            + " like *.lab.example.com");
            return null;
        }
        return new Exclusion.Names(text, lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower);
    }

    private static boolean isAllowed(int c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || "*?.-_".indexOf(c) >= 0;
    }
}
