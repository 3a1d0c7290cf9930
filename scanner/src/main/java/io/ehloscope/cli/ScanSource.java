package io.ehloscope.cli;

import io.ehloscope.inventory.ServerSettings;
import io.ehloscope.yaml.ValueType;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What {@code scan} scans: an inventory, servers that are arguments, or the servers of a file. */
sealed interface ScanSource {

    /** An inventory; {@code -} is standard input. */
    record InventoryFile(Path file) implements ScanSource {}

    /** Servers, in the order of the arguments. */
    record Servers(List<String> arguments) implements ScanSource {}

    /** A file with one server in each line; {@code -} is standard input. */
    record ServerFile(Path file) implements ScanSource {}

    /** The endings of files; no top-level domain has these names. */
    Pattern FILE_NAME = Pattern.compile(".*\\.(?:ya?ml|json|csv|tsv|txt|lst|conf|cfg|xml)", Pattern.CASE_INSENSITIVE);

    /** Begins like a block of addresses, even if it is none, such as {@code 10.0.0.0/8x}. */
    Pattern BLOCK = Pattern.compile("\\[?(?:[0-9][0-9.]*|[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*)/.*");

    /**
     * Returns what the arguments name.
     *
     * @param arguments the arguments
     * @param list the file of {@code --hosts}; null if the option is not given
     * @param settings the options for servers, which an inventory does not allow
     * @param isFile whether a text is the path of a file that exists
     * @throws CommandException if they do not name exactly one source
     */
    static ScanSource of(
            List<String> arguments, @Nullable Path list, ServerSettings settings, Predicate<String> isFile) {
        if (arguments.contains("")) {
            throw CommandException.usage("argument " + (arguments.indexOf("") + 1)
                    + " is empty; name an inventory or a server (is a shell variable not set?)");
        }
        List<String> files =
                arguments.stream().filter(each -> isInventory(each, isFile)).toList();
        List<String> servers =
                arguments.stream().filter(each -> !isInventory(each, isFile)).toList();
        if (list != null) {
            return ofList(list, files, servers);
        }
        if (arguments.isEmpty()) {
            throw CommandException.usage("scan needs an INVENTORY, a HOST or --hosts FILE, such as"
                    + " 'ehloscope scan fleet.yml' or 'ehloscope scan mail.example.com'");
        }
        if (files.isEmpty()) {
            return new Servers(servers);
        }
        String file = files.get(0);
        if (!servers.isEmpty()) {
            throw CommandException.usage(ValueType.quoted(file) + " is an inventory, and "
                    + ValueType.quoted(servers.get(0))
                    + " is a server; scan one or the other. To scan only some targets"
                    + " of the inventory: ehloscope scan " + file + " --target " + servers.get(0));
        }
        if (files.size() > 1) {
            throw CommandException.usage(ValueType.quoted(file) + " and " + ValueType.quoted(files.get(1))
                    + " are two inventories; scan them one after the other, or list their sites in one file");
        }
        if (!settings.given().isEmpty()) {
            throw CommandException.usage(String.join(", ", settings.given())
                    + ": only for servers on the command line; with an inventory, set this in " + file);
        }
        return new InventoryFile(Path.of(file));
    }

    private static ScanSource ofList(Path list, List<String> files, List<String> servers) {
        if (!files.isEmpty()) {
            throw CommandException.usage(
                    ValueType.quoted(files.get(0)) + " is an inventory, and --hosts names a list of"
                            + " servers; scan one or the other. To scan both, list the servers in the inventory");
        }
        if (!servers.isEmpty()) {
            throw CommandException.usage(ValueType.quoted(servers.get(0))
                    + " is a server, and --hosts names a list of servers; add the server to the list, or omit --hosts");
        }
        return new ServerFile(list);
    }

    /**
     * Whether an argument is an inventory: {@code -}, a file that exists, or a text that can only be the path of a file. A
     * missing file is an inventory too, so that its name is never scanned as a host.
     */
    private static boolean isInventory(String argument, Predicate<String> isFile) {
        if (argument.startsWith("file:") || argument.contains("://")) {
            return false;
        }
        boolean path = argument.indexOf('\\') >= 0
                || (argument.indexOf('/') >= 0 && !BLOCK.matcher(argument).matches());
        return argument.equals("-") || path || FILE_NAME.matcher(argument).matches() || isFile.test(argument);
    }
}
