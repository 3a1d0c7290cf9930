package io.ehloscope.report;

import io.ehloscope.result.ScanResult;
import io.ehloscope.scan.SampleResults;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

/** The scans with which every format is tested. */
final class Scans {

    private Scans() {}

    /** Returns the scans with short display names. */
    static Stream<Named<ScanResult>> all() {
        return Stream.of(
                Named.of("every verdict", SampleResults.scan()),
                Named.of("hostile", HostileResults.scan()),
                Named.of("empty", SampleResults.empty()),
                Named.of("large", SampleResults.large(5_000)));
    }
}
