package io.ehloscope.cli;

import io.ehloscope.runtime.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code completion SHELL}: prints the completion script of a shell. */
@Command(name = "completion", description = "Print the script that completes commands, options and values in a shell.")
final class CompletionCommand implements Callable<Integer> {

    @Parameters(paramLabel = "SHELL", description = "The shell: ${COMPLETION-CANDIDATES}.")
    private Completion.Shell shell = Completion.Shell.bash;

    @Override
    public Integer call() {
        System.out.print(Completion.script(shell));
        return ExitCode.CLEAN.code();
    }
}
