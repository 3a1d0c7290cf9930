package io.ehloscope.classify;

import java.util.List;

/**
 * The facts about a finding: what it means, its causes and its remedies, as far as they apply to a target. Commands in
 * the sentences are between backticks.
 *
 * @param kind the finding
 * @param severity the default severity
 * @param severityOn25 the default severity on port 25
 * @param meaning one or two sentences for the person on call
 * @param breaks what does not work
 * @param causes possible causes, the most likely first
 * @param remedies what to do, in order
 * @param never what not to do, because it harms or does not help
 * @param source the source of these facts
 */
public record FindingFact(
        FindingKind kind,
        Severity severity,
        Severity severityOn25,
        String meaning,
        String breaks,
        List<String> causes,
        List<String> remedies,
        List<String> never,
        String source) {

    /** The port on which mail servers relay to each other. */
    private static final int RELAY = 25;

    /** Copies the lists. */
    public FindingFact {
        causes = List.copyOf(causes);
        remedies = List.copyOf(remedies);
        never = List.copyOf(never);
    }

    /** The default severity on this port. */
    public Severity severity(int port) {
        return port == RELAY ? severityOn25 : severity;
    }
}
