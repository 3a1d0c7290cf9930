package io.ehloscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

class HelpPageTest {

    private static final CommandLine PROGRAM = Main.commandLine();

    static List<CommandSpec> commands() {
        List<CommandSpec> all = new ArrayList<>(List.of(PROGRAM.getCommandSpec()));
        PROGRAM.getSubcommands().values().forEach(each -> all.add(each.getCommandSpec()));
        return all;
    }

    static Stream<Arguments> pages() {
        return commands().stream().flatMap(each -> Stream.of(80, 100, 120).map(width -> Arguments.of(each, width)));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void noLineIsWiderThanThePage(CommandSpec command, int width) {
        assertThat(HelpPage.of(command, width).lines())
                .filteredOn(line -> !line.startsWith("  ehloscope "))
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(width));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void noWordIsBroken(CommandSpec command, int width) {
        List<String> words = words(HelpPage.of(command, width));

        for (OptionSpec option : HelpPage.options(command)) {
            assertThat(words).containsAll(List.of(HelpPage.names(option).strip().split(" ")));
            assertThat(words).containsAll(List.of(HelpPage.description(option).split(" +")));
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHasExamplesThatFitIntoEightyColumnsAndParse(CommandSpec command) {
        assertThat(Examples.of(command.name())).isNotEmpty().allSatisfy(each -> {
            assertThat(each.line()).startsWith("ehloscope " + (command.parent() == null ? "" : command.name()));
            assertThat(each.line().length()).isLessThanOrEqualTo(78);
            String[] arguments = each.line().replaceAll(" (<|>|>>) .*", "").split(" ");
            assertThat(Main.commandLine()
                            .parseArgs(List.of(arguments)
                                    .subList(1, arguments.length)
                                    .toArray(String[]::new))
                            .errors())
                    .isEmpty();
        });
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandAcceptsNoColor(CommandSpec command) {
        assertThat(command.optionsMap()).containsKey("--no-color");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void variablesOfDescriptionsAreReplaced(CommandSpec command) {
        assertThat(HelpPage.of(command, 80)).doesNotContain("${", "%n");
    }

    @ParameterizedTest
    @CsvSource({"80, 80", "1000, 120", "10, 60"})
    void widthIsBounded(int terminal, int used) {
        assertThat(HelpPage.of(PROGRAM.getCommandSpec(), terminal))
                .isEqualTo(HelpPage.of(PROGRAM.getCommandSpec(), used));
    }

    @ParameterizedTest
    @CsvSource({
        "'help', 0",
        "'help scan', 0",
        "'help scna', 2",
        "'version', 0",
        "'--version', 0",
        "'-V', 0",
        "'', 2",
        "'scna', 2",
        "'scan --hlep', 2"
    })
    void exitCodes(String line, int code) {
        assertThat(Main.run(line.isEmpty() ? new String[0] : line.split(" "))).isEqualTo(code);
    }

    private static List<String> words(String page) {
        return Stream.of(page.split("\\s+")).toList();
    }
}
