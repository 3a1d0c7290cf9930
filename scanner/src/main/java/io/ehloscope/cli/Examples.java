package io.ehloscope.cli;

import java.util.List;
import java.util.Map;

/** Examples of command lines for the help and the manual page. Only these load this class. */
final class Examples {

    private static final Map<String, List<Example>> ALL = Map.ofEntries(
            Map.entry(
                    "ehloscope",
                    List.of(
                            new Example("Try everything on a simulated fleet, without a network.", "ehloscope demo"),
                            new Example("Probe one server.", "ehloscope probe mail.example.com"),
                            new Example("Scan an inventory.", "ehloscope scan inventory.yml"))),
            Map.entry(
                    "demo",
                    List.of(
                            new Example("Scan the simulated fleet and exit.", "ehloscope demo --once"),
                            new Example(
                                    "Serve the results on another port.",
                                    "ehloscope demo --web.listen-address=127.0.0.1:8080"))),
            Map.entry(
                    "scan",
                    List.of(
                            new Example("Print the table.", "ehloscope scan inventory.yml"),
                            new Example(
                                    "Scan one site, and write a page for a browser.",
                                    "ehloscope scan --site=emea -o html --out=report.html inventory.yml"),
                            new Example(
                                    "Run as a monitoring plug-in.", "ehloscope scan --exit-code=nagios inventory.yml"),
                            new Example(
                                    "Fail only if Exchange is not loaded.",
                                    "ehloscope scan --fail-on=not_loaded inventory.yml"))),
            Map.entry(
                    "serve",
                    List.of(
                            new Example("Serve metrics on port 19025.", "ehloscope serve inventory.yml"),
                            new Example(
                                    "Keep results and history across restarts.",
                                    "ehloscope serve --storage.path=/var/lib/ehloscope inventory.yml"))),
            Map.entry(
                    "probe",
                    List.of(
                            new Example("Probe port 25.", "ehloscope probe mail.example.com"),
                            new Example("Probe the submission port.", "ehloscope probe mail.example.com:587"),
                            new Example("Write one result as JSON.", "ehloscope probe -o json mail.example.com"))),
            Map.entry(
                    "explain",
                    List.of(
                            new Example("Read a transcript from a file.", "ehloscope explain transcript.txt"),
                            new Example(
                                    "Read a transcript from stdin, of the submission port.",
                                    "ehloscope explain --port=587 < transcript.txt"))),
            Map.entry(
                    "history",
                    List.of(
                            new Example("List the scans.", "ehloscope history"),
                            new Example("Show what changed about a target.", "ehloscope history mail.example.com:25"))),
            Map.entry("diff", List.of(new Example("Compare two scans by their numbers.", "ehloscope diff 41 42"))),
            Map.entry(
                    "check",
                    List.of(
                            new Example("Print every mistake, or the plan.", "ehloscope check inventory.yml"),
                            new Example(
                                    "Write the JSON Schema for an editor.",
                                    "ehloscope check --schema > inventory.schema.json"))),
            Map.entry(
                    "profiles",
                    List.of(
                            new Example("List all profiles.", "ehloscope profiles"),
                            new Example("Show one profile.", "ehloscope profiles exchange-2003"),
                            new Example(
                                    "Include the profiles of an inventory.",
                                    "ehloscope profiles --inventory=inventory.yml"))),
            Map.entry(
                    "init",
                    List.of(new Example(
                            "Write an inventory for the MX hosts of a domain.",
                            "ehloscope init --domain=example.com > inventory.yml"))),
            Map.entry(
                    "completion",
                    List.of(
                            new Example("Complete in every Bash.", "ehloscope completion bash >> ~/.bash_completion"),
                            new Example(
                                    "Complete in every Zsh; the script needs compinit.",
                                    "ehloscope completion zsh >> ~/.zshrc"),
                            new Example(
                                    "Complete in every fish.",
                                    "ehloscope completion fish > ~/.config/fish/completions/ehloscope.fish"))),
            Map.entry(
                    "help",
                    List.of(
                            new Example("List the commands.", "ehloscope help"),
                            new Example("Show the options of a command.", "ehloscope help scan"))),
            Map.entry("version", List.of(new Example("Print the version.", "ehloscope version"))));

    private Examples() {}

    /**
     * One example.
     *
     * @param purpose a sentence that says what it is for
     * @param line the command line
     */
    record Example(String purpose, String line) {}

    /** Returns the examples of a command; none for an unknown command. */
    static List<Example> of(String command) {
        return ALL.getOrDefault(command, List.of());
    }
}
