package io.ehloscope.web.security;

import io.ehloscope.web.security.WebConfig.ClientPolicy;
import io.ehloscope.web.security.WebConfig.Tls;
import io.ehloscope.yaml.Problem;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds protections that a reloaded configuration would remove: TLS, client certificates, passwords. A running service
 * accepts other certificates, fewer users and other passwords, but no configuration that protects less than the current
 * one, because a file emptied by accident looks the same as one emptied on purpose.
 */
final class DowngradeGuard {

    private static final String ADVICE = "restart the service to take this protection off";

    private DowngradeGuard() {}

    /**
     * The protections that a new configuration would remove.
     *
     * @param file the path of the configuration file, as the user wrote it
     * @param inForce the current configuration
     * @param next the new configuration
     * @return a problem for each protection that {@code next} removes; empty if it removes none
     */
    static List<Problem> removed(String file, WebConfig inForce, WebConfig next) {
        List<String> removed = new ArrayList<>();
        if (!inForce.users().isEmpty() && next.users().isEmpty()) {
            removed.add("this takes the passwords off: basic_auth_users has no user any more");
        }
        Tls old = inForce.tls();
        Tls now = next.tls();
        if (old != null && now == null) {
            removed.add("this takes TLS off: tls_server_config is missing");
        }
        if (old != null && now != null) {
            weaker(old, now, removed);
        }
        return removed.stream()
                .map(sentence -> new Problem(file, null, sentence, ADVICE))
                .toList();
    }

    private static void weaker(Tls old, Tls now, List<String> removed) {
        ClientPolicy before = old.clients();
        ClientPolicy after = now.clients();
        if ((before.isRequired() && !after.isRequired()) || (before.isVerified() && !after.isVerified())) {
            removed.add("this takes the check of client certificates off: client_auth_type was " + before.label()
                    + " and is " + after.label());
        }
        if (old.authorities() != null && now.authorities() == null) {
            removed.add("this takes the client CA off: client_ca_file is missing, so every authority that Java trusts"
                    + " would do");
        }
        if (!old.allowedSans().isEmpty() && now.allowedSans().isEmpty()) {
            removed.add("this takes the check of client names off: client_allowed_sans has no name any more");
        }
    }
}
