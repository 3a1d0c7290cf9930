package io.ehloscope.inventory;

import io.ehloscope.plan.Settings;
import io.ehloscope.yaml.ConfigException;
import io.ehloscope.yaml.Location;
import io.ehloscope.yaml.Problems;
import io.ehloscope.yaml.ValueType;

/**
 * One server that is named outside of an inventory. The rules are those of an inventory: letters of any case, an
 * optional trailing dot, an address in any of its forms.
 *
 * @param hosts a name, an address, or {@code mx:} and a domain, in its canonical form
 * @param port the port in the text, or 25
 */
public record ServerName(HostPattern hosts, int port) {

    /**
     * Reads the name of one server, with or without a port.
     *
     * @throws ConfigException if the text does not name exactly one server
     */
    public static ServerName read(String text) {
        Problems problems = new Problems("argument");
        HostPatternReader.Named named = HostPatternReader.read(text, Location.START, problems);
        if (named != null && named.hosts().size() != 1) {
            problems.add(Location.START, ValueType.quoted(text) + " is not a single server");
        }
        if (named == null || !problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        Integer port = named.port();
        return new ServerName(named.hosts(), port == null ? Settings.DEFAULT_PORT : port);
    }
}
