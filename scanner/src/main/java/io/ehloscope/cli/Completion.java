package io.ehloscope.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Creates the completion scripts of shells from the options of all commands. Only {@code completion} loads this class. */
final class Completion {

    private static final String PROGRAM = "ehloscope";

    private Completion() {}

    /** The shells, under the names that users type. */
    enum Shell {
        /** Bash 4 or later. */
        bash,
        /** Zsh, which runs the script for Bash through {@code bashcompinit}. */
        zsh,
        /** Fish 3 or later. */
        fish
    }

    /** Returns the script for a shell. */
    static String script(Shell shell) {
        CommandLine program = Main.commandLine();
        if (shell == Shell.fish) {
            return fish(program.getCommandSpec());
        }
        program.getSubcommands().values().forEach(each -> label(each.getCommandSpec()));
        // A shell reads this script into itself; a line that names an interpreter has no meaning there.
        return AutoComplete.bash(PROGRAM, program).replaceFirst("^#!.*\n", "");
    }

    /**
     * Labels the value of each option after the option: picocli names the Bash variable of the candidates after the label,
     * and options with the same label would share the candidates of the last one.
     */
    private static void label(CommandSpec command) {
        for (OptionSpec option : List.copyOf(command.options())) {
            if (candidates(option) != null) {
                command.remove(option);
                command.addOption(OptionSpec.builder(option)
                        .paramLabel(option.longestName().replaceAll("\\W+", "_"))
                        .build());
            }
        }
    }

    private static String fish(CommandSpec program) {
        StringBuilder script = new StringBuilder("# Completes the commands and options of ehloscope in fish.\n");
        script.append("complete -c ehloscope -f\n");
        options(script, program, "__fish_use_subcommand");
        program.subcommands().forEach((name, line) -> {
            CommandSpec command = line.getCommandSpec();
            script.append("complete -c ehloscope -n __fish_use_subcommand -a ")
                    .append(name)
                    .append(" -d ")
                    .append(quoted(first(command.usageMessage().description())))
                    .append('\n');
            String condition = "__fish_seen_subcommand_from " + name;
            options(script, command, condition);
            command.positionalParameters().forEach(each -> values(script, each, condition));
        });
        String names = String.join(" ", program.subcommands().keySet());
        script.append("complete -c ehloscope -n '__fish_seen_subcommand_from help' -a ")
                .append(quoted(names))
                .append('\n');
        return script.toString();
    }

    private static void options(StringBuilder script, CommandSpec command, String condition) {
        for (OptionSpec option : HelpPage.options(command)) {
            script.append("complete -c ehloscope -n ").append(quoted(condition));
            for (String name : option.names()) {
                script.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
            }
            if (option.arity().max() > 0) {
                String candidates = candidates(option);
                script.append(" -r");
                if (candidates != null) {
                    script.append(" -f -a ").append(quoted(candidates));
                } else if (isFile(option)) {
                    script.append(" -F");
                } else {
                    script.append(" -f");
                }
            }
            script.append(" -d ").append(quoted(first(option.description()))).append('\n');
        }
    }

    private static void values(StringBuilder script, ArgSpec parameter, String condition) {
        String candidates = candidates(parameter);
        if (candidates != null) {
            script.append("complete -c ehloscope -n ")
                    .append(quoted(condition))
                    .append(" -a ")
                    .append(quoted(candidates))
                    .append('\n');
        } else if (isFile(parameter)) {
            script.append("complete -c ehloscope -n ").append(quoted(condition)).append(" -F\n");
        }
    }

    private static boolean isFile(ArgSpec argument) {
        return argument.typeInfo().getType() == Path.class
                || argument.paramLabel().equals("FILE");
    }

    private static @Nullable String candidates(ArgSpec argument) {
        Iterable<String> candidates = argument.completionCandidates();
        if (candidates == null) {
            return null;
        }
        List<String> all = StreamSupport.stream(candidates.spliterator(), false).toList();
        return all.isEmpty() ? null : String.join(" ", all);
    }

    /** Returns the first sentence, without the full stop. */
    private static String first(String... description) {
        return description.length == 0 ? "" : description[0].replaceAll("[.;] .*|\\.$", "");
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
