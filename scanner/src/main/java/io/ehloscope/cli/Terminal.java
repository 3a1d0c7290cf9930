package io.ehloscope.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Detects whether the standard streams are a terminal, and its width. Java has no API for single streams, so the value
 * of the launcher takes precedence over that of the system.
 *
 * @param environment the environment variables
 */
record Terminal(Map<String, String> environment) {

    /** The variable in which the launcher lists the descriptors of the standard streams that are a terminal. */
    private static final String LAUNCHER_VARIABLE = "EHLOSCOPE_TERMINALS";

    private static final int USUAL_COLUMNS = 80;

    /** Copies the variables. */
    Terminal {
        environment = Map.copyOf(environment);
    }

    /** Whether standard output is a terminal. */
    boolean isOut() {
        return isTerminal(1);
    }

    /** Whether standard error is a terminal. */
    boolean isErr() {
        return isTerminal(2);
    }

    /**
     * Returns the width of the terminal in columns: {@code COLUMNS}, else by {@code stty}, else
     * {@value #USUAL_COLUMNS}.
     */
    int columns() {
        int configured = number(environment.getOrDefault("COLUMNS", ""));
        if (configured > 0) {
            return configured;
        }
        int measured = measured();
        return measured > 0 ? measured : USUAL_COLUMNS;
    }

    /** Whether a terminal may use colours (no-color.org, {@code TERM=dumb}). */
    boolean allowsColour() {
        return environment.getOrDefault("NO_COLOR", "").isEmpty() && !"dumb".equals(environment.get("TERM"));
    }

    private boolean isTerminal(int descriptor) {
        String launcher = environment.get(LAUNCHER_VARIABLE);
        if (launcher != null) {
            return launcher.indexOf('0' + descriptor) >= 0;
        }
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException noProc) {
            return false;
        }
    }

    private static int measured() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!stty.waitFor(500, TimeUnit.MILLISECONDS)) {
                stty.destroy();
                return 0;
            }
            String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            return number(size.substring(size.indexOf(' ') + 1));
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private static int number(String text) {
        return text.matches("[1-9][0-9]{0,4}") ? Integer.parseInt(text) : 0;
    }
}
