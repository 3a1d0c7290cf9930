package io.ehloscope.classify;

import io.ehloscope.smtp.EhloReply;
import io.ehloscope.smtp.Reply;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Recognizes the product by its replies. The first fingerprint that matches wins. Fingerprints with verbs come before
 * those with greetings only, because a greeting is free text and can be forged.
 */
public final class ProductRecogniser {

    /** The name of the Windows SMTP service without Exchange; greetings alone cannot distinguish the two. */
    public static final String WINDOWS_SMTP = "windows-smtp";

    /** The number of characters of a text that patterns examine. */
    private static final int EXAMINED = 600;

    /**
     * The form of a version that is taken from a server: numbers, then at most three short marks of a release or a fix
     * pack, for example {@code 9.0.1FP10 HF383}, {@code 4.84_2}, or {@code 8.5.2 patch 1}.
     */
    private static final Pattern VERSION =
            Pattern.compile("[0-9]{1,8}(\\.[0-9]{1,8}){0,4}([-_. ]?[A-Za-z]{1,6}[- ]?[0-9]{0,6}|[-_][0-9]{1,6}){0,3}");

    private final List<Fingerprint> fingerprints;
    private final Set<String> microsoft;

    /** A recognizer with these fingerprints, in this order. */
    public ProductRecogniser(List<Fingerprint> fingerprints) {
        this.fingerprints = List.copyOf(fingerprints);
        this.microsoft = this.fingerprints.stream()
                .filter(each -> each.family() == Product.Family.MICROSOFT)
                .map(Fingerprint::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The product that answers; null if no fingerprint matches. */
    public @Nullable Recognition recognise(@Nullable Reply greeting, @Nullable EhloReply reply) {
        String text = greeting == null ? null : examined(greeting);
        for (Fingerprint each : fingerprints) {
            if (each.when().holds(text, reply)) {
                Product product = new Product(
                        each.name(),
                        each.title(),
                        version(each, text),
                        each.profile(),
                        each.family(),
                        each.confidence(reply != null));
                return new Recognition(product, each.when().isByReply(), each.note());
            }
        }
        return null;
    }

    /** Whether a product of this name belongs to a Microsoft stack. */
    public boolean isMicrosoft(String product) {
        return microsoft.contains(product);
    }

    /** The names of all products. */
    public Set<String> names() {
        return fingerprints.stream().map(Fingerprint::name).collect(Collectors.toUnmodifiableSet());
    }

    /** The fingerprints in their order. */
    public List<Fingerprint> fingerprints() {
        return fingerprints;
    }

    private static @Nullable String version(Fingerprint fingerprint, @Nullable String text) {
        Pattern banner = fingerprint.when().banner();
        if (!fingerprint.versionFromBanner() || banner == null || text == null) {
            return fingerprint.version();
        }
        Matcher matcher = banner.matcher(text);
        String found = matcher.find() ? matcher.group("version") : null;
        return found != null && VERSION.matcher(found).matches() ? found : fingerprint.version();
    }

    private static String examined(Reply greeting) {
        String text = greeting.text();
        return text.length() <= EXAMINED ? text : text.substring(0, EXAMINED);
    }
}
