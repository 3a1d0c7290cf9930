package io.ehloscope.cli;

import io.ehloscope.daemon.StartupException;
import io.ehloscope.runtime.ExitCode;
import io.ehloscope.runtime.FatalError;
import io.ehloscope.runtime.LogChoice;
import io.ehloscope.runtime.Version;
import io.ehloscope.tls.LegacyTls;
import io.ehloscope.yaml.ConfigException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The entry point of the program; converts every exception into a sentence and an exit code. */
@Command(
        name = "ehloscope",
        description =
                "Scans mail servers and detects faults that the EHLO reply shows: Exchange's SMTP is not loaded or only "
                        + "partly loaded, a firewall rewrites the reply, a proxy or the wrong machine answers, or "
                        + "nothing answers.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
public final class Main implements Callable<Integer> {

    private static final String HELP = "help";

    private static final String NO_COLOUR = "--no-color";

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
            new Named("profiles", ProfilesCommand::new),
            new Named("completion", CompletionCommand::new),
            new Named(HELP, HelpCommand::new),
            new Named("version", VersionCommand::new));

    private record Named(String name, Supplier<Object> command) {}

    @CommandLine.Spec
    private @Nullable CommandSpec spec;

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
        CommandLine line = commandLine(commandsFor(args));
        line.setExecutionStrategy(Main::runWithLogging);
        line.setParameterExceptionHandler(Main::handleUsageError);
        line.setExecutionExceptionHandler((e, command, parsed) -> handleException(e, command, List.of(args)));
        return line.execute(args);
    }

    /** Returns the command line with all commands and options. */
    static CommandLine commandLine() {
        return commandLine(COMMANDS);
    }

    private static CommandLine commandLine(List<Named> commands) {
        CommandLine line = new CommandLine(new Main());
        commands.forEach(each -> line.addSubcommand(each.name, each.command.get()));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setAbbreviatedOptionsAllowed(false);
        line.getSubcommands().values().forEach(command -> {
            command.getCommandSpec().mixinStandardHelpOptions(true);
            LogOptions.addTo(command.getCommandSpec());
            addNoColour(command.getCommandSpec());
        });
        addNoColour(line.getCommandSpec());
        return line;
    }

    /** Adds {@code --no-color} to a command that lacks it, because it uses no colors: scripts pass it to any command. */
    private static void addNoColour(CommandSpec command) {
        if (!command.optionsMap().containsKey(NO_COLOUR)) {
            command.addOption(OptionSpec.builder(NO_COLOUR)
                    .type(boolean.class)
                    .description("Do not use colors, as with NO_COLOR in the environment.")
                    .build());
        }
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

    /** Prints the help if it is requested; otherwise applies the log options and runs the command. */
    private static int runWithLogging(CommandLine.ParseResult parsed) {
        CommandLine.ParseResult called = parsed;
        while (called.hasSubcommand() && !called.isUsageHelpRequested()) {
            called = called.subcommand();
        }
        if (called.isUsageHelpRequested()) {
            System.out.print(HelpPage.of(called));
            return ExitCode.CLEAN.code();
        }
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
     * Returns only the called command, none for the version, or all if none matches: parsing all options takes half the time of a short
     * command.
     */
    private static List<Named> commandsFor(String[] args) {
        if (args.length == 1 && (args[0].equals("--version") || args[0].equals("-V"))) {
            return List.of();
        }
        List<Named> called = COMMANDS.stream()
                .filter(each -> args.length > 0 && each.name.equals(args[0]))
                .toList();
        return called.isEmpty() || args[0].equals(HELP) ? COMMANDS : called;
    }

    /** Rejects a command line without a command, with the list of the commands on stderr. */
    @Override
    public Integer call() {
        System.err.print(HelpPage.of(spec(), new Terminal(System.getenv()).columns()));
        return ExitCode.USAGE.code();
    }

    /** The specification of the program and its commands. */
    CommandSpec spec() {
        return Objects.requireNonNull(spec, "picocli injects it");
    }

    private static int handleUsageError(ParameterException thrown, String[] args) {
        CommandLine line = thrown.getCommandLine();
        ParameterException e = thrown instanceof MissingParameterException ? misspelled(thrown, args) : thrown;
        PrintWriter err = line.getErr();
        String why = usageError(e);
        err.println("ehloscope: " + why);
        if (!UnmatchedArgumentException.printSuggestions(e, err)) {
            err.println("Try '" + line.getCommandSpec().qualifiedName() + " --help'.");
        }
        err.flush();
        return failed(ExitCode.USAGE.code(), why, List.of(args));
    }

    /** Returns an error about the first unknown option, which explains more than a missing argument; else the error. */
    private static ParameterException misspelled(ParameterException missing, String[] args) {
        CommandLine line = missing.getCommandLine();
        Map<String, OptionSpec> known = line.getCommandSpec().optionsMap();
        return Arrays.stream(args)
                .filter(each ->
                        each.startsWith("--") && each.length() > 2 && !known.containsKey(each.replaceAll("=.*", "")))
                .findFirst()
                .<ParameterException>map(each -> new UnmatchedArgumentException(line, List.of(each)))
                .orElse(missing);
    }

    private static String usageError(ParameterException e) {
        boolean isCommand = e instanceof UnmatchedArgumentException unmatched
                && !unmatched.isUnknownOption()
                && !e.getCommandLine().getSubcommands().isEmpty();
        return isCommand
                ? "unknown command '"
                        + ((UnmatchedArgumentException) e).getUnmatched().get(0) + "'"
                : firstLine(e);
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
