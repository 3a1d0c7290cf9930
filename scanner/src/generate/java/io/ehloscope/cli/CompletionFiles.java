package io.ehloscope.cli;

import java.nio.file.Path;
import java.util.Map;

/** The completion scripts in the Debian package. */
public final class CompletionFiles {

    private static final Path FOLDER = Path.of("packaging", "completion");

    private CompletionFiles() {}

    /** Returns the text of each script by its path. */
    public static Map<Path, String> all() {
        return Map.of(
                FOLDER.resolve("ehloscope.bash"), Completion.script(Completion.Shell.bash),
                FOLDER.resolve("ehloscope.fish"), Completion.script(Completion.Shell.fish));
    }
}
