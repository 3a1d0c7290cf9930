package io.ehloscope.cli;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.classify.Profile;
import io.ehloscope.classify.Requirement;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code profiles [NAME]}: what each kind of server is expected to offer. */
@Command(name = "profiles", description = "List the verb profiles, or show one of them.")
final class ProfilesCommand implements Callable<Integer> {

    @Parameters(paramLabel = "NAME", arity = "0..1", description = "Show this one.")
    private @Nullable String name;

    @Option(names = "--inventory", paramLabel = "FILE", description = "Also the profiles of this inventory.")
    private @Nullable Path inventory;

    @Override
    public Integer call() {
        Catalogue catalogue = Catalogue.load();
        Map<String, Profile> profiles = new TreeMap<>(
                inventory == null
                        ? catalogue.profiles()
                        : new Inventories(catalogue).plan(inventory).profiles());
        if (name == null) {
            profiles.values().forEach(ProfilesCommand::line);
            System.out.printf("%-20s %s%n", Profile.AUTO, "recognise the product, then judge it by its own profile");
            return ExitCode.CLEAN.code();
        }
        Profile profile = profiles.get(name);
        if (profile == null) {
            throw CommandException.usage(
                    "no profile is called \"" + name + "\"; known: " + String.join(", ", profiles.keySet()));
        }
        show(profile);
        return ExitCode.CLEAN.code();
    }

    private static void line(Profile profile) {
        System.out.printf(Locale.ROOT, "%-20s %s%n", profile.name(), profile.title());
    }

    private static void show(Profile profile) {
        line(profile);
        list("judges", profile.products().stream().sorted().toList());
        list("requires", verbs(profile.require()));
        new TreeMap<>(profile.ports()).forEach((port, list) -> list("on port " + port, verbs(list)));
        list("optional", profile.optional().stream().sorted().toList());
        list("forbids", profile.forbid().stream().sorted().toList());
        profile.exempt().forEach(each -> list("exempts", List.of(each.behind(each.verb()))));
        list("gone after TLS", profile.goneAfterTls().stream().sorted().toList());
        System.out.printf("  %-15s %s%n", "source", profile.source());
    }

    private static List<String> verbs(List<Requirement> requirements) {
        return requirements.stream()
                .map(each -> each.verb()
                        + each.params().stream().map(param -> " " + param).collect(Collectors.joining())
                        + (each.excuse() == null
                                ? ""
                                : " (unless " + each.excuse().label() + ")"))
                .toList();
    }

    private static void list(String what, List<String> items) {
        System.out.printf("  %-15s %s%n", what, items.isEmpty() ? "-" : String.join(", ", items));
    }
}
