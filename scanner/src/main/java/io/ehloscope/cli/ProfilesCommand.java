package io.ehloscope.cli;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.classify.Profile;
import io.ehloscope.inventory.Inventories;
import io.ehloscope.runtime.ExitCode;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code profiles [NAME]}: lists the verb profiles, or prints one of them. */
@Command(name = "profiles", description = "List the verb profiles, or show one of them.")
final class ProfilesCommand implements Callable<Integer> {

    @Parameters(paramLabel = "NAME", arity = "0..1", description = "The profile to show.")
    private @Nullable String name;

    @Option(names = "--inventory", paramLabel = "FILE", description = "Include the profiles of this inventory.")
    private @Nullable Path inventory;

    @Override
    public Integer call() {
        Catalogue catalogue = Catalogue.load();
        Map<String, Profile> profiles = new TreeMap<>(
                inventory == null
                        ? catalogue.profiles()
                        : new Inventories(catalogue).plan(inventory).profiles());
        if (name == null) {
            profiles.values().forEach(each -> System.out.print(ProfileText.line(each)));
            System.out.printf("%-20s %s%n", Profile.AUTO, "recognize the product, then judge it by its own profile");
            return ExitCode.CLEAN.code();
        }
        Profile profile = profiles.get(name);
        if (profile == null) {
            throw CommandException.usage(
                    "unknown profile \"" + name + "\"; known: " + String.join(", ", profiles.keySet()));
        }
        System.out.print(ProfileText.of(profile, catalogue.verbs()));
        return ExitCode.CLEAN.code();
    }
}
