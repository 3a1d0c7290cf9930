package io.ehloscope.inventory;

import io.ehloscope.plan.Settings;
import io.ehloscope.yaml.ConfigException;
import io.ehloscope.yaml.Location;
import io.ehloscope.yaml.Problems;
import io.ehloscope.yaml.ValueType;

/**
 * One server as somebody names it outside of an inventory, read by the rules of an inventory: letters of any case, a dot at
 * the end, an address in any of its forms.
 *
 * @param hosts a name, an address or {@code mx:} and a domain, in the one way in which it is written
 * @param port the one that is named, or 25
 */
public record ServerName(HostPattern hosts, int port) {

    /**
     * Reads it.
     *
     * @throws ConfigException where it names no server, or many
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
