package io.ehloscope.web.security;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Users and passwords, as a web configuration file and a request contain them. */
public final class Credentials {

    private Credentials() {}

    /** An entry of {@code basic_auth_users} in YAML. */
    public static String user(String name, String password) {
        return name + ": '" + hash(BCrypt.Version.VERSION_2Y, password) + "'";
    }

    /** The value of {@code Authorization} (RFC 7617). */
    public static String basic(String user, String password) {
        byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    /** A bcrypt hash of the lowest cost. */
    static String hash(BCrypt.Version version, String password) {
        return new String(
                BCrypt.with(version).hash(4, password.getBytes(StandardCharsets.UTF_8)), StandardCharsets.US_ASCII);
    }
}
