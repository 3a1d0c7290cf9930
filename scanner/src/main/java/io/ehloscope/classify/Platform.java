package io.ehloscope.classify;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Products whose causes and remedies differ, because they are administered with different commands. */
public enum Platform {
    /** Exchange 2007 and later, with its own transport. */
    EXCHANGE_2007("Exchange 2007 and later", "exchange", Product.Family.MICROSOFT),
    /** Exchange 2000 and 2003, inside the Windows SMTP service. */
    EXCHANGE_2003("Exchange 2000 and 2003", "exchange-2000-2003", Product.Family.MICROSOFT),
    /** The Windows SMTP service without Exchange. */
    WINDOWS_SMTP("Windows SMTP service", ProductRecogniser.WINDOWS_SMTP, Product.Family.MICROSOFT),
    /** Postfix. */
    POSTFIX("Postfix", "postfix", Product.Family.OTHER),
    /** Any other product, except Microsoft's. */
    OTHER("Other products", null, Product.Family.OTHER);

    /** The verbs that only Exchange 2007 and later have, which never ran inside the Windows SMTP service. */
    private static final List<String> OF_OWN_TRANSPORT =
            List.of("X-ANONYMOUSTLS", "XRDST", "XSHADOW", "XSHADOWREQUEST");

    /** Products of Microsoft that are none of these platforms. */
    private static final Set<String> ELSEWHERE = Set.of("exchange-5.5", "exchange-online");

    private final String label = name().toLowerCase(Locale.ROOT);
    private final String title;
    private final @Nullable String product;
    private final Product.Family family;

    Platform(String title, @Nullable String product, Product.Family family) {
        this.title = title;
        this.product = product;
        this.family = family;
    }

    /** The name in the catalogue. */
    public String label() {
        return label;
    }

    /** The title for people. */
    public String title() {
        return title;
    }

    /** The family of products that it belongs to. */
    Product.Family family() {
        return family;
    }

    /** All platforms. */
    static Set<Platform> all() {
        return Collections.unmodifiableSet(EnumSet.allOf(Platform.class));
    }

    /** The platforms of a family. */
    static Set<Platform> of(Product.Family family) {
        EnumSet<Platform> platforms = EnumSet.allOf(Platform.class);
        platforms.removeIf(each -> each.family != family);
        return Collections.unmodifiableSet(platforms);
    }

    /**
     * The platforms that the assessed target can be: several if the product is unknown or ambiguous, none for a product
     * of Microsoft that is not listed here.
     */
    static Set<Platform> of(Assessment assessment) {
        Product product = assessment.product();
        boolean lacksExchange = isPositive(assessment.missingExchangeVerbs());
        if (product == null) {
            return lacksExchange ? of(Product.Family.MICROSOFT) : all();
        }
        if (product.name().equals(ProductRecogniser.WINDOWS_SMTP)) {
            boolean canBeExchange = assessment.missingExchangeVerbs() == null || lacksExchange;
            return canBeExchange && canHostExchange(product, assessment)
                    ? EnumSet.of(EXCHANGE_2003, WINDOWS_SMTP)
                    : EnumSet.of(WINDOWS_SMTP);
        }
        for (Platform each : values()) {
            if (product.name().equals(each.product)) {
                return EnumSet.of(each);
            }
        }
        if (product.family() == Product.Family.OTHER) {
            return EnumSet.of(OTHER);
        }
        return ELSEWHERE.contains(product.name()) ? EnumSet.noneOf(Platform.class) : of(Product.Family.MICROSOFT);
    }

    private static boolean isPositive(@Nullable Integer count) {
        return count != null && count > 0;
    }

    /** Whether the expected Exchange could run in the Windows SMTP service that answers. */
    private static boolean canHostExchange(Product windows, Assessment assessment) {
        List<String> missing = assessment.missing();
        return !WindowsBuild.isTooNewForExchange(windows.version())
                && (missing == null || Collections.disjoint(missing, OF_OWN_TRANSPORT));
    }
}
