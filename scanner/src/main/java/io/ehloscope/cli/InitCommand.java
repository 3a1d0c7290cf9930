package io.ehloscope.cli;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.inventory.Inventories;
import io.ehloscope.inventory.InventoryDraft;
import io.ehloscope.runtime.ExitCode;
import io.ehloscope.storage.AtomicFile;
import io.ehloscope.yaml.ConfigException;
import io.ehloscope.yaml.FileText;
import io.ehloscope.yaml.Problems;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code init}: writes a commented inventory to start from. */
@Command(
        name = "init",
        description = "Write a commented inventory: from domains and lists of servers, or an example.",
        footer = {
            "",
            "Examples:",
            "  ehloscope init --domain example.com --out fleet.yml",
            "  ehloscope init --csv servers.csv --out fleet.yml",
            "  ehloscope init --file-sd targets/exchange.json --out fleet.yml",
            "  ehloscope init --domain example.com | ehloscope check -"
        })
final class InitCommand implements Callable<Integer> {

    @Option(
            names = "--domain",
            paramLabel = "DOMAIN",
            description = "List the MX hosts of this domain, which each scan looks up; can be repeated.")
    private List<String> domains = List.of();

    @Option(
            names = "--csv",
            paramLabel = "FILE",
            description = "List the servers of this file, host[,port[,profile]] in each line; can be repeated.")
    private List<Path> lists = List.of();

    @Option(
            names = "--file-sd",
            paramLabel = "FILE",
            description =
                    "List the targets of this file of Prometheus' service discovery, JSON or YAML, or of the files of a"
                            + " glob; can be repeated.")
    private List<String> discovered = List.of();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Write the inventory to this file instead of stdout. The file must not exist.")
    private @Nullable Path out;

    @Option(names = "--force", description = "Replace the file of --out if it exists.")
    private boolean force;

    @Override
    public Integer call() {
        Path file = out;
        if (file != null && !force && Files.exists(file)) {
            throw CommandException.usage(file + " exists; choose another name, or replace it with --force");
        }
        lists.forEach(InitCommand::rejectUnreadable);
        discovered.stream().filter(each -> each.indexOf('*') < 0).map(Path::of).forEach(InitCommand::rejectUnreadable);
        // Reports the mistakes of a list before anything is written. Its paths are those of the command line.
        byte[] draft = draft(null).getBytes(StandardCharsets.UTF_8);
        new Inventories(Catalogue.load()).plan("the new inventory", new ByteArrayInputStream(draft));
        String text = draft(file);
        if (file == null) {
            System.out.print(text);
        } else {
            write(file, text);
            System.err.println("wrote " + file + "; next, run: ehloscope check " + file);
        }
        return ExitCode.CLEAN.code();
    }

    private static void rejectUnreadable(Path list) {
        Problems problems = new Problems(list.toString());
        if (FileText.readRegular(list, problems) == null) {
            throw new ConfigException(problems);
        }
    }

    /** Returns the inventory for this file; null for standard output, whose paths are relative to the working directory. */
    private String draft(@Nullable Path file) {
        InventoryDraft draft = new InventoryDraft();
        new LinkedHashSet<>(domains).forEach(draft::domain);
        new LinkedHashSet<>(lists).forEach(each -> draft.list(fromFolderOf(file, each)));
        new LinkedHashSet<>(discovered).forEach(each -> draft.fileSd(fromFolderOf(file, Path.of(each))));
        if (domains.isEmpty() && lists.isEmpty() && discovered.isEmpty()) {
            draft.example();
        }
        return draft.text();
    }

    /** Returns the path of a file relative to the folder of the inventory; an absolute path stays. */
    static String fromFolderOf(@Nullable Path inventory, Path file) {
        Path folder = inventory == null
                ? null
                : inventory.toAbsolutePath().normalize().getParent();
        Path path = file;
        if (folder != null && !file.isAbsolute()) {
            path = folder.relativize(file.toAbsolutePath().normalize());
        }
        return path.toString().replace(File.separatorChar, '/');
    }

    private static void write(Path file, String text) {
        try (AtomicFile whole = AtomicFile.open(file)) {
            whole.writer().write(text);
            whole.commit();
        } catch (IOException e) {
            throw CommandException.incomplete(String.valueOf(e.getMessage()));
        }
    }
}
