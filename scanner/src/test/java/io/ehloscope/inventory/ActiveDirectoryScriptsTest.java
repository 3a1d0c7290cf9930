package io.ehloscope.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.catalogue.Catalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The scripts that list the Exchange servers of Active Directory name the profiles of this program. */
class ActiveDirectoryScriptsTest {

    private static final Path FOLDER = Path.of("../inventory-examples/active-directory");
    private static final Pattern PROFILE = Pattern.compile("[\"'](exchange-(?:[0-9]{4}(?:-edge)?|se))[\"']");

    @Test
    void bothKnowTheProfilesOfEveryVersionInActiveDirectory() throws IOException {
        Set<String> known = Catalogue.load().profiles().keySet().stream()
                .filter(each -> each.startsWith("exchange-"))
                // Exchange Online is in no directory, and Exchange 5.5 has one of its own.
                .filter(each -> !each.equals("exchange-online") && !each.equals("exchange-5.5"))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(profiles("exchange-file-sd.sh")).isEqualTo(known);
        assertThat(profiles("Export-ExchangeFileSd.ps1")).isEqualTo(known);
    }

    private static Set<String> profiles(String script) throws IOException {
        return PROFILE.matcher(Files.readString(FOLDER.resolve(script)))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
