package io.ehloscope.cli;

import io.ehloscope.runtime.ExitCode;
import io.ehloscope.runtime.Version;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code version}: prints the version of the program and of Java, as {@code --version} does. */
@Command(name = "version", description = "Print the version of the program and of Java.")
final class VersionCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        for (String line : new Version().getVersion()) {
            System.out.println(line);
        }
        return ExitCode.CLEAN.code();
    }
}
