package io.ehloscope.cli;

import io.ehloscope.daemon.StartupException;
import io.ehloscope.runtime.ExitCode;
import io.ehloscope.runtime.FatalError;
import io.ehloscope.runtime.LogChoice;
import io.ehloscope.runtime.Version;
import io.ehloscope.tls.LegacyTls;
import io.ehloscope.yaml.ConfigException;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The entry point of the program; converts every exception into a sentence and an exit code. */
@Command(
        name = "ehloscope",
        description =
                "Finds the mail servers whose EHLO reply gives them away: is Exchange's SMTP loaded, half loaded, "
                        + "masked by a firewall, replaced by a proxy, or simply not answering?",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
public final class Main implements Runnable {

    /** All commands, in the order of the help. */
    private static final List<Named> COMMANDS = List.of(
            new Named("demo", DemoCommand::new),
            new Named("scan", ScanCommand::new),
            new Named("serve", ServeCommand::new),
            new Named("probe", ProbeCommand::new),
            new Named("explain", ExplainCommand::new),
            new Named("history", HistoryCommand::new),
            new Named("diff", DiffCommand::new),
            new Named("init", InitCommand::new),
            new Named("check", CheckCommand::new),
            new Named("profiles", ProfilesCommand::new));

    private record Named(String name, Supplier<Object> command) {}

    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    private Main() {}

    /** Runs one command and exits with its exit code. */
    public static void main(String[] args) {
        FatalError.watchThreads();
        LegacyTls.allow();
        int code;
        try {
            code = run(args);
        } catch (Error fatal) {
            FatalError.end(fatal);
            throw fatal;
        }
        // A PrintStream reports a write error only here.
        if (System.out.checkError() && code < ExitCode.USAGE.code()) {
            System.err.println("ehloscope: stdout could not be written");
            code = ExitCode.INCOMPLETE.code();
        }
        System.exit(code);
    }

    /** Runs one command and returns its exit code; throws every {@link Error} to the caller. */
    static int run(String... args) {
        CommandLine line = new CommandLine(new Main());
        commandsFor(args).forEach(each -> line.addSubcommand(each.name, each.command.get()));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpAutoWidth(true);
        line.setAbbreviatedOptionsAllowed(false);
        line.getSubcommands().values().forEach(command -> {
            command.getCommandSpec().mixinStandardHelpOptions(true);
            LogOptions.addTo(command.getCommandSpec());
        });
        line.setExecutionStrategy(Main::runWithLogging);
        line.setParameterExceptionHandler(Main::handleUsageError);
        line.setExecutionExceptionHandler((e, command, parsed) -> handleException(e, command, List.of(args)));
        return line.execute(args);
    }

    /** Returns the exit code of an error; for a monitoring plug-in UNKNOWN, with a status line that says why. */
    private static int failed(int code, String why, List<String> arguments) {
        if (!ExitOptions.isPlugin(arguments)) {
            return code;
        }
        if (ExitOptions.hasStatusLine(arguments)) {
            System.out.println(PluginLine.withoutData(PluginLine.State.UNKNOWN, why));
        }
        return PluginLine.State.UNKNOWN.code();
    }

    /** Applies the log options, then runs the command. */
    private static int runWithLogging(CommandLine.ParseResult parsed) {
        LogChoice.Lines lines = LogOptions.in(parsed);
        LogChoice.ofThisProcess().choose(lines);
        if (lines.level() == LogChoice.Level.debug) {
            LoggerFactory.getLogger(Main.class)
                    .atDebug()
                    .addKeyValue("version", Version.number())
                    .addKeyValue("java", Runtime.version())
                    .addKeyValue("heap_max_bytes", Runtime.getRuntime().maxMemory())
                    .log("starting");
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    /**
     * Returns only the called command, or all if none matches: parsing all options takes half the time of a short
     * command.
     */
    private static List<Named> commandsFor(String[] args) {
        List<Named> called = COMMANDS.stream()
                .filter(each -> args.length > 0 && each.name.equals(args[0]))
                .toList();
        return called.isEmpty() ? COMMANDS : called;
    }

    /** Rejects a command line without a command. */
    @Override
    public void run() {
        if (spec != null) {
            throw new ParameterException(spec.commandLine(), "specify a command to run");
        }
    }

    private static int handleUsageError(ParameterException e, String[] args) {
        CommandLine line = e.getCommandLine();
        PrintWriter err = line.getErr();
        err.println("ehloscope: " + firstLine(e));
        if (!UnmatchedArgumentException.printSuggestions(e, err)) {
            err.println("Try '" + line.getCommandSpec().qualifiedName() + " --help'.");
        }
        err.flush();
        return failed(ExitCode.USAGE.code(), firstLine(e), List.of(args));
    }

    private static int handleException(Exception e, CommandLine line, List<String> arguments) {
        Error fatal = FatalError.in(e);
        if (fatal != null) {
            throw fatal;
        }
        PrintWriter err = line.getErr();
        int code;
        String why = firstLine(e);
        if (e instanceof ConfigException inventory) {
            why = inventory.lines().get(0);
            inventory.lines().forEach(err::println);
            if (inventory.count() > 1) {
                err.println("ehloscope: " + inventory.count() + " errors; nothing was scanned");
            }
            code = ExitCode.USAGE.code();
        } else if (e instanceof CommandException known) {
            err.println("ehloscope: " + known.getMessage());
            code = known.exitCode().code();
        } else if (e instanceof StartupException cannotStart) {
            err.println("ehloscope: " + cannotStart.getMessage());
            code = ExitCode.INCOMPLETE.code();
        } else {
            err.println("ehloscope: this is a bug in the program, please report it: " + e);
            for (StackTraceElement element : e.getStackTrace()) {
                err.println("    at " + element);
            }
            code = ExitCode.INCOMPLETE.code();
        }
        err.flush();
        return failed(code, why, arguments);
    }

    private static String firstLine(Exception e) {
        String message = String.valueOf(e.getMessage());
        return message.lines().findFirst().orElse(message);
    }
}
