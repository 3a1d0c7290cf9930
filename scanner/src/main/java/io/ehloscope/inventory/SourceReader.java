package io.ehloscope.inventory;

import static io.ehloscope.inventory.InventoryKeys.*;

import io.ehloscope.yaml.Location;
import io.ehloscope.yaml.Node;
import io.ehloscope.yaml.Problems;
import io.ehloscope.yaml.Section;
import io.ehloscope.yaml.ValueType;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Reads the definitions of sources, {@code file_sd} and {@code http_sd}. */
final class SourceReader {

    private static final Set<String> ENDINGS = Set.of("json", "yml", "yaml");

    private final Path folder;
    private final Problems problems;
    private final Set<String> names = new HashSet<>();

    /** Reads sources of an inventory in this folder; null for the working directory. */
    SourceReader(@Nullable Path folder, Problems problems) {
        this.folder = folder == null ? Path.of("") : folder;
        this.problems = problems;
    }

    /** Whether a server entry is a source. */
    static boolean isSource(Node.Mapping entry) {
        return entry.get(FILE_SD.name()) != null || entry.get(HTTP_SD.name()) != null;
    }

    /** Reads a source; null if it is invalid. */
    @Nullable
    SourceSpec read(Section section) {
        if (section.has(FILE_SD) && section.has(HTTP_SD)) {
            problems.add(section.location(HTTP_SD), "file_sd and http_sd are set for one server", "write two entries");
            return null;
        }
        Location location = section.location(section.has(FILE_SD) ? FILE_SD : HTTP_SD);
        SourceSpec spec = section.has(FILE_SD) ? files(section, location) : http(section.get(HTTP_SD));
        if (spec != null && !names.add(spec.name())) {
            problems.add(location, "the source " + ValueType.quoted(spec.name()) + " is listed twice", "list it once");
            return null;
        }
        return spec;
    }

    private @Nullable SourceSpec files(Section section, Location location) {
        List<String> globs = section.get(FILE_SD, List.of());
        boolean isValid = !globs.isEmpty();
        for (String glob : globs) {
            isValid &= isValid(glob, location);
        }
        return isValid ? new SourceSpec.Files(globs, folder) : null;
    }

    private boolean isValid(String glob, Location location) {
        String ending = glob.substring(glob.lastIndexOf('.') + 1);
        if (!ENDINGS.contains(ending)) {
            problems.add(
                    location,
                    "file_sd " + ValueType.quoted(glob) + " does not end with .json, .yml or .yaml",
                    "like targets/*.json");
            return false;
        }
        String folders = glob.substring(0, glob.lastIndexOf('/') + 1);
        if (folders.matches(".*[*?\\[{].*")) {
            problems.add(
                    location,
                    "file_sd " + ValueType.quoted(glob) + " has a wildcard in a folder",
                    "only the file name can have wildcards, like targets/*.json");
            return false;
        }
        try {
            FileSystems.getDefault().getPathMatcher("glob:" + Path.of(glob).getFileName());
            return true;
        } catch (InvalidPathException | PatternSyntaxException e) {
            problems.add(location, "file_sd " + ValueType.quoted(glob) + " is not a valid glob", "like targets/*.json");
            return false;
        }
    }

    private @Nullable SourceSpec http(Node.@Nullable Mapping mapping) {
        if (mapping == null) {
            return null;
        }
        Section section = IN_HTTP_SD.read(mapping, problems);
        String text = section.get(URL);
        URI url = text == null ? null : url(text, section.location(URL));
        Path token = file(section.get(TOKEN_FILE));
        Path password = file(section.get(PASSWORD_FILE));
        String username = section.get(USERNAME);
        Path authorities = file(section.get(CA_FILE));
        if ((username == null) != (password == null)) {
            problems.add(section.location(), "username and password_file belong together", "set both or none");
        } else if (token != null && username != null) {
            problems.add(section.location(TOKEN_FILE), "token_file and username are both set", "set one of them");
        }
        return url == null
                ? null
                : new SourceSpec.Http(
                        url, section.get(REFRESH, DEFAULT_REFRESH), authorities, token, username, password);
    }

    private @Nullable Path file(@Nullable String name) {
        if (name == null) {
            return null;
        }
        try {
            return folder.resolve(name);
        } catch (InvalidPathException e) {
            problems.add(null, ValueType.quoted(name) + " is not a valid file name: " + e.getReason());
            return null;
        }
    }

    private @Nullable URI url(String text, Location location) {
        try {
            URI url = new URI(text);
            String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
            if (!Set.of("http", "https").contains(scheme) || url.getHost() == null) {
                problems.add(location, "url is not an http or https URL", "like https://netbox.example.com/api/sd");
            } else if (url.getRawUserInfo() != null) {
                problems.add(location, "url contains a user name or password", "set username and password_file");
            } else {
                return url;
            }
        } catch (URISyntaxException e) {
            problems.add(location, "url is not a URL: " + e.getReason(), "like https://netbox.example.com/api/sd");
        }
        return null;
    }
}
