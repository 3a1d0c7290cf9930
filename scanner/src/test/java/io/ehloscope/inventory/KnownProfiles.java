package io.ehloscope.inventory;

import io.ehloscope.catalogue.ProfileReader;
import io.ehloscope.classify.Profile;
import io.ehloscope.yaml.Node;
import io.ehloscope.yaml.Problems;
import io.ehloscope.yaml.YamlReader;
import java.io.StringReader;
import java.util.Map;

/** A few profiles like those that ship with the program. */
public final class KnownProfiles {

    /** The profiles by name. */
    public static final Map<String, Profile> ALL = read("""
            any-esmtp: {title: Any server}
            postfix: {title: Postfix, require: [PIPELINING, SIZE], optional: [VRFY, ETRN]}
            windows-smtp: {title: Windows SMTP, require: [TURN, SIZE]}
            exchange-2003: {title: Exchange 2003, extends: windows-smtp, require: [X-EXPS, X-LINK2STATE, XEXCH50]}
            """);

    private KnownProfiles() {}

    /** A reader that knows these profiles, on a machine with a valid name. */
    public static InventoryReader reader() {
        return new InventoryReader(ALL, () -> "this.example.com");
    }

    private static Map<String, Profile> read(String text) {
        Problems problems = new Problems("known");
        Node.Mapping mapping = (Node.Mapping) YamlReader.read(new StringReader(text), problems);
        Map<String, Profile> all = ProfileReader.readBuiltIn(mapping, Map.of(), problems);
        if (!problems.isEmpty()) {
            throw new IllegalStateException(problems.list().toString());
        }
        return all;
    }
}
