package io.ehloscope.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The help of one command as text. Lines break between words only: an option, a path or a URL stays whole. A line is longer
 * than the width only if a single word is.
 */
final class HelpPage {

    /** The widest page: longer lines are hard to read. */
    static final int WIDEST = 120;

    /** The narrowest page: below this width, the terminal wraps lines. */
    static final int NARROWEST = 60;

    private static final int DESCRIPTIONS = 28;
    private static final int COMMANDS = 14;
    private static final int TOPIC = 2;

    private final CommandSpec command;
    private final int width;
    private final StringBuilder text = new StringBuilder();

    private HelpPage(CommandSpec command, int width) {
        this.command = command;
        this.width = Math.max(NARROWEST, Math.min(WIDEST, width));
    }

    /**
     * Returns the help of a command.
     *
     * @param command the command
     * @param width the width of the terminal in columns
     */
    static String of(CommandSpec command, int width) {
        HelpPage page = new HelpPage(command, width);
        page.write();
        return page.text.toString();
    }

    private void write() {
        wrap("Usage: " + synopsis(command), "", "       ");
        text.append('\n');
        sentences(command.usageMessage().description());
        if (!command.subcommands().isEmpty()) {
            heading("Commands");
            command.subcommands().forEach((name, line) -> topic(name, COMMANDS, first(line.getCommandSpec())));
        }
        List<PositionalParamSpec> parameters = command.positionalParameters();
        if (!parameters.isEmpty()) {
            heading("Arguments");
            parameters.forEach(each -> topic(each.paramLabel(), DESCRIPTIONS, description(each)));
        }
        heading("Options");
        options(command).forEach(each -> topic(names(each), DESCRIPTIONS, description(each)));
        List<Examples.Example> examples = Examples.of(command.name());
        if (!examples.isEmpty()) {
            heading("Examples");
            for (Examples.Example each : examples) {
                wrap("# " + each.purpose(), "  ", "  # ");
                text.append("  ").append(each.line()).append('\n');
            }
        }
        String[] footer = command.usageMessage().footer();
        if (footer.length > 0) {
            text.append('\n');
            sentences(Arrays.stream(footer).filter(each -> !each.isBlank()).toArray(String[]::new));
        }
        if (!command.subcommands().isEmpty()) {
            text.append('\n');
            wrap("For the options and examples of a command, run 'ehloscope help COMMAND'.", "", "");
        }
    }

    /** Returns the command line in short form, such as {@code ehloscope scan [OPTION...] INVENTORY}. */
    static String synopsis(CommandSpec command) {
        StringBuilder line = new StringBuilder(command.qualifiedName()).append(" [OPTION...]");
        if (!command.subcommands().isEmpty()) {
            line.append(" COMMAND [ARGUMENT...]");
        }
        for (PositionalParamSpec each : command.positionalParameters()) {
            String label = each.paramLabel() + (each.arity().max() > 1 ? "..." : "");
            line.append(' ').append(each.arity().min() == 0 ? "[" + label + "]" : label);
        }
        return line.toString();
    }

    /** Returns the options in alphabetical order of their long names. */
    static List<OptionSpec> options(CommandSpec command) {
        return command.options().stream()
                .filter(each -> !each.hidden())
                .sorted(Comparator.comparing(each -> each.longestName().toLowerCase(Locale.ROOT)))
                .toList();
    }

    /** Returns the names of an option and the placeholder of its value, such as {@code -o, --output=FORMAT}. */
    static String names(OptionSpec option) {
        String names = String.join(", ", option.names());
        String aligned = option.shortestName().length() == 2 ? names : "    " + names;
        return option.arity().max() == 0 ? aligned : aligned + "=" + option.paramLabel();
    }

    /** Returns the description of an option or an argument as one line. */
    static String description(ArgSpec argument) {
        return oneLine(argument.description());
    }

    private static String first(CommandSpec command) {
        return oneLine(command.usageMessage().description());
    }

    private static String oneLine(String... lines) {
        return Arrays.stream(lines)
                .collect(Collectors.joining(" "))
                .replace("%%", "%")
                .replace("%n", " ");
    }

    private void sentences(String... lines) {
        for (String each : lines) {
            wrap(oneLine(each), "", "");
        }
    }

    private void heading(String title) {
        text.append('\n').append(title).append(":\n");
    }

    /** Writes a name, and its description in a column beside or below it. */
    private void topic(String name, int column, String description) {
        String start = " ".repeat(TOPIC) + name;
        String indent = " ".repeat(column);
        if (start.length() + 2 > column) {
            text.append(start).append('\n');
            start = "";
        }
        wrap(description, start + " ".repeat(column - start.length()), indent);
    }

    /** Writes text, broken at spaces. */
    private void wrap(String sentence, String firstIndent, String indent) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(firstIndent);
        boolean empty = true;
        for (String word : sentence.trim().split(" +", -1)) {
            if (!empty && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line = new StringBuilder(indent);
                empty = true;
            }
            line.append(empty ? "" : " ").append(word);
            empty = false;
        }
        lines.add(line.toString());
        lines.forEach(each -> text.append(each.stripTrailing()).append('\n'));
    }

    /** Returns the help of the command that a parsed command line calls, as wide as the terminal. */
    static String of(CommandLine.ParseResult called) {
        return of(called.commandSpec(), new Terminal(System.getenv()).columns());
    }
}
