package io.ehloscope.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Whether the standard streams are a terminal, and how wide it is. Java knows neither of one stream alone, so the
 * launcher's word is taken first, then the system's.
 *
 * @param environment the environment variables
 */
record Terminal(Map<String, String> environment) {

    /** The numbers of the standard streams that are a terminal: the launcher can ask, Java cannot. */
    private static final String LAUNCHER_SAYS = "EHLOSCOPE_TERMINALS";

    private static final int USUAL_COLUMNS = 80;

    /** Copies the variables. */
    Terminal {
        environment = Map.copyOf(environment);
    }

    /** Whether standard output goes to a person. */
    boolean isOut() {
        return isTerminal(1);
    }

    /** Whether standard error goes to a person. */
    boolean isErr() {
        return isTerminal(2);
    }

    /** How many columns the terminal has. */
    int columns() {
        int asked = number(environment.getOrDefault("COLUMNS", ""));
        if (asked > 0) {
            return asked;
        }
        int measured = measured();
        return measured > 0 ? measured : USUAL_COLUMNS;
    }

    /** Whether colours are wanted where there is a terminal (no-color.org). */
    boolean allowsColour() {
        return environment.getOrDefault("NO_COLOR", "").isEmpty() && !"dumb".equals(environment.get("TERM"));
    }

    private boolean isTerminal(int descriptor) {
        String launcher = environment.get(LAUNCHER_SAYS);
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
