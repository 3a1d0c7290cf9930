package io.ehloscope.web.security;

import io.ehloscope.web.security.WebConfig.ClientPolicy;
import io.ehloscope.web.security.WebConfig.Tls;
import io.ehloscope.yaml.Problem;
import java.util.ArrayList;
import java.util.List;

/**
 * What keeps clients out: TLS, certificates of clients, passwords. A running service takes other certificates, fewer users
 * and other passwords, but never a configuration that protects less than the one in force: a file that was emptied by
 * accident looks the same as one that was emptied on purpose.
 */
final class DowngradeGuard {

    private static final String ADVICE = "restart the service to take this protection off";

    private DowngradeGuard() {}

    /**
     * What a configuration would take away.
     *
     * @param file the configuration file, as the user named it
     * @param inForce the configuration in force
     * @param next the configuration that was read
     * @return a mistake for each protection that {@code next} lacks; empty where it protects at least as well
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
