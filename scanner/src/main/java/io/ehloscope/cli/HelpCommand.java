package io.ehloscope.cli;

import io.ehloscope.runtime.ExitCode;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code help [COMMAND]}: lists the commands, or prints the help of one of them. */
@Command(name = "help", description = "List the commands, or show the options and examples of one of them.")
final class HelpCommand implements Callable<Integer> {

    @Parameters(paramLabel = "COMMAND", arity = "0..1", description = "The command to show.")
    private @Nullable String name;

    @ParentCommand
    private @Nullable Main program;

    @Override
    public Integer call() {
        if (program == null) {
            throw new IllegalStateException("help is a command of the program");
        }
        CommandLine line = program.spec().commandLine();
        CommandSpec shown = line.getCommandSpec();
        if (name != null) {
            CommandLine called = line.getSubcommands().get(name);
            if (called == null) {
                throw new UnmatchedArgumentException(line, List.of(name));
            }
            shown = called.getCommandSpec();
        }
        System.out.print(HelpPage.of(shown, new Terminal(System.getenv()).columns()));
        return ExitCode.CLEAN.code();
    }
}
