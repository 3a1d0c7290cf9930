package io.ehloscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompletionTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnabledOnOs(OS.LINUX)
    @CsvSource({
        "ehloscope sc, scan",
        "ehloscope pro, probe",
        "ehloscope scan --fail, --fail-on",
        "ehloscope scan --log.level d, debug",
        "ehloscope scan -o nd, ndjson",
        "ehloscope scan --log.format l, logfmt",
        "ehloscope completion f, fish",
        "ehloscope check --no-c, --no-color"
    })
    void bashCompletes(String line, String expected) throws Exception {
        assertThat(complete(line)).contains(expected);
    }

    @Test
    void fishCompletesEveryCommandAndOption() {
        String script = Completion.script(Completion.Shell.fish);

        Main.commandLine().getSubcommands().forEach((name, line) -> {
            assertThat(script).contains("-n __fish_use_subcommand -a " + name + " ");
            HelpPage.options(line.getCommandSpec())
                    .forEach(option -> assertThat(script)
                            .contains(" -l " + option.longestName().substring(2) + " "));
        });
    }

    private List<String> complete(String line) throws Exception {
        Path script = Files.writeString(directory.resolve("script"), Completion.script(Completion.Shell.bash));
        String words = "source " + script + "; compopt() { :; }; COMP_WORDS=(" + line
                + "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); "
                + "COMP_LINE='" + line + "'; COMP_POINT=${#COMP_LINE}; _complete_ehloscope; "
                + "printf '%s\\n' \"${COMPREPLY[@]}\"";
        Path out = directory.resolve("out");
        Process bash = new ProcessBuilder("bash", "--norc", "-c", words)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        assertThat(bash.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return Files.readAllLines(out);
    }
}
