package io.ehloscope.report;

import io.ehloscope.result.ScanResult;
import io.ehloscope.scan.SampleResults;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

/** The scans that every format must be able to show. */
final class Scans {

    private Scans() {}

    /** Named, so that no test is called by the text of a whole scan. */
    static Stream<Named<ScanResult>> all() {
        return Stream.of(
                Named.of("every verdict", SampleResults.scan()),
                Named.of("hostile", HostileResults.scan()),
                Named.of("empty", SampleResults.empty()),
                Named.of("large", SampleResults.large(5_000)));
    }
}
