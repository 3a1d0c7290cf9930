package io.ehloscope.inventory;

import io.ehloscope.yaml.Node;
import io.ehloscope.yaml.Problems;
import io.ehloscope.yaml.ValueType;
import org.jspecify.annotations.Nullable;

/** The type of a name server: its address, with a port if it is not 53. The value is {@code address:port}. */
final class NameServerForm {

    private static final int DNS_PORT = 53;

    static final ValueType<String> FORM = ValueType.scalar("address or address:port", NameServerForm::parse);

    private NameServerForm() {}

    private static @Nullable String parse(Node.Scalar scalar, String what, Problems problems) {
        HostPatternReader.Named named = HostPatternReader.read(scalar.text(), scalar.location(), problems);
        if (named == null) {
            return null;
        }
        if (!(named.hosts() instanceof HostPattern.Address address)) {
            problems.add(
                    scalar.location(),
                    "name server " + ValueType.quoted(scalar.text()) + " is not an address",
                    "like 192.0.2.53, 127.0.0.1:5353 or \"[2001:db8::53]:53\"");
            return null;
        }
        String host = address.host().indexOf(':') < 0 ? address.host() : "[" + address.host() + "]";
        return host + ":" + (named.port() == null ? DNS_PORT : named.port());
    }
}
