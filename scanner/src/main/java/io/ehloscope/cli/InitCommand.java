package io.ehloscope.cli;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.inventory.Inventories;
import io.ehloscope.inventory.InventoryDraft;
import io.ehloscope.runtime.ExitCode;
import io.ehloscope.storage.AtomicFile;
import java.io.ByteArrayInputStream;
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
        description = "Write a commented inventory: from a domain, or an example.",
        footer = {
            "",
            "Examples:",
            "  ehloscope init --domain example.com --out fleet.yml",
            "  ehloscope init --domain example.com | ehloscope check -"
        })
final class InitCommand implements Callable<Integer> {

    @Option(
            names = "--domain",
            paramLabel = "DOMAIN",
            description = "List the MX hosts of this domain, which each scan looks up; can be repeated.")
    private List<String> domains = List.of();

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
        InventoryDraft draft = new InventoryDraft();
        new LinkedHashSet<>(domains).forEach(draft::domain);
        if (domains.isEmpty()) {
            draft.example();
        }
        String text = draft.text();
        // Reports a mistake in a source before anything is written.
        new Inventories(Catalogue.load())
                .plan("the new inventory", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        if (file == null) {
            System.out.print(text);
        } else {
            write(file, text);
            System.err.println("wrote " + file + "; next, run: ehloscope check " + file);
        }
        return ExitCode.CLEAN.code();
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
