package io.ehloscope.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ehloscope.drift.Baseline;
import io.ehloscope.metrics.FixedScan;
import io.ehloscope.plan.PerTarget;
import io.ehloscope.plan.Plan;
import io.ehloscope.result.SampleFindings;
import io.ehloscope.result.ScanResult;
import io.ehloscope.result.TargetResult;
import io.ehloscope.scan.SampleResults;
import io.ehloscope.snapshot.ResultCompactor;
import io.ehloscope.snapshot.Snapshot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotFileTest {

    @TempDir
    private Path directory;

    @Test
    void missingFileIsNull() {
        assertThat(file().read(plan(), SampleFindings.FINDINGS)).isNull();
    }

    @Test
    void everythingIsRestoredExceptTranscriptsOfHealthyTargets() throws IOException {
        for (ScanResult scan : List.of(SampleResults.scan(), FixedScan.completed(PerTarget.ALL))) {
            Snapshot snapshot = Snapshot.first(scan, scan.plan());
            file().write(snapshot);
            Snapshot read = file().read(scan.plan(), SampleFindings.FINDINGS);
            assertThat(read).isNotNull();
            assertThat(read.scan().header()).isEqualTo(scan.header());
            assertThat(read.scan().summary()).isEqualTo(scan.summary());
            assertThat(read.lastAnswers()).isEqualTo(snapshot.lastAnswers());
            ResultCompactor compactor = new ResultCompactor();
            assertThat(read.scan().results())
                    .isEqualTo(scan.results().stream().map(compactor).toList());
        }
    }

    @Test
    void changesSinceTheEarlierScanAreRestored() throws IOException {
        ScanResult earlier = FixedScan.completed(PerTarget.ALL);
        ScanResult later = SampleResults.scan();
        Snapshot snapshot = Snapshot.first(earlier, earlier.plan()).followedBy(later, later.plan());
        assertThat(snapshot.before().vanished(later.plan())).isNotEmpty();

        file().write(snapshot);
        Baseline read = file().read(later.plan(), SampleFindings.FINDINGS).before();

        assertThat(read.since()).isEqualTo(earlier.header().startedAt());
        assertThat(read.targets()).containsExactlyElementsOf(snapshot.before().targets());
        assertThat(read.vanished(later.plan())).isEqualTo(snapshot.before().vanished(later.plan()));
        for (TargetResult each : later.results()) {
            assertThat(read.changes(each)).isEqualTo(snapshot.before().changes(each));
        }
    }

    @Test
    void fileOfVersion1HasNoEarlierScan() throws IOException {
        ScanResult scan = SampleResults.scan();
        file().write(Snapshot.first(scan, scan.plan()).followedBy(scan, scan.plan()));
        rewrite(text -> text.replace("\"version\":3", "\"version\":1")
                .replaceAll(",\"since\":\"[^\"]*\"", "")
                .replaceAll("(?m)^\\{\"before\".*\n", ""));

        Snapshot read = file().read(scan.plan(), SampleFindings.FINDINGS);

        assertThat(read.scan().results()).hasSameSizeAs(scan.results());
        assertThat(read.before().isGiven()).isFalse();
    }

    @Test
    void findingsOfAFileOfVersion2AreFoundAgain() throws IOException {
        ScanResult scan = FixedScan.completed(PerTarget.ALL);
        file().write(Snapshot.first(scan, scan.plan()));
        Snapshot now = file().read(scan.plan(), SampleFindings.FINDINGS);
        rewrite(text -> text.replace("\"version\":3", "\"version\":2")
                .replaceAll(",\"findings\":(\\[[^\\]]*\\]|\\{[^}]*\\})", "")
                .replaceAll(",\"targetsBy(Finding|Severity)\":\\{[^}]*\\}", ""));

        Snapshot read = file().read(scan.plan(), SampleFindings.FINDINGS);

        assertThat(read.scan().results()).isEqualTo(now.scan().results());
        assertThat(read.scan().summary().targetsByFinding())
                .isEqualTo(now.scan().summary().targetsByFinding())
                .isNotEmpty();
    }

    /** Changes the text of the file, as an earlier version would have written it. */
    private void rewrite(UnaryOperator<String> change) throws IOException {
        Path path = directory.resolve("snapshot.json.gz");
        String text;
        try (var in = new GZIPInputStream(Files.newInputStream(path))) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        String old = change.apply(text);
        assertThat(old).doesNotContain("\"version\":3", "\"since\"", "\"before\"");
        try (var out = new GZIPOutputStream(Files.newOutputStream(path))) {
            out.write(old.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void fileIsReplacedAtomicallyAndLeavesNoTemporaryFile() throws IOException {
        ScanResult scan = SampleResults.scan();
        file().write(Snapshot.first(scan, scan.plan()));
        file().write(Snapshot.first(SampleResults.empty(), plan()));
        assertThat(file().read(plan(), SampleFindings.FINDINGS))
                .isNotNull()
                .extracting(each -> each.scan().results())
                .isEqualTo(List.of());
        try (var files = Files.list(directory)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void aDamagedFileIsMovedAsideAndTheNextCanBeWritten() throws IOException {
        ScanResult scan = SampleResults.scan();
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 200; i++) {
            file().write(Snapshot.first(scan, scan.plan()));
            Path path = directory.resolve("snapshot.json.gz");
            byte[] bytes = Files.readAllBytes(path);
            int at = 10 + random.nextInt(bytes.length - 10); // the gzip header has bytes that are not checked
            if (i % 2 == 0) {
                bytes = java.util.Arrays.copyOf(bytes, at);
            } else {
                bytes[at] ^= (byte) (1 + random.nextInt(255));
            }
            Files.write(path, bytes);
            assertThatThrownBy(() -> file().read(scan.plan(), SampleFindings.FINDINGS))
                    .as("round " + i + " at " + at)
                    .isInstanceOf(UnreadableSnapshotException.class)
                    .hasMessageContaining(path.toString())
                    .hasMessageContaining("it was moved to");
            assertThat(path).doesNotExist();
            assertThat(directory.resolve("snapshot.json.gz.unreadable")).exists();
            assertThat(file().read(scan.plan(), SampleFindings.FINDINGS)).isNull();
        }
    }

    @Test
    void aFileWithAnEndlessLineIsMovedAside() throws IOException {
        Path path = directory.resolve("snapshot.json.gz");
        byte[] zeros = new byte[1 << 20];
        try (var out = new GZIPOutputStream(Files.newOutputStream(path))) {
            for (int i = 0; i < 64; i++) {
                out.write(zeros);
            }
        }
        assertThat(Files.size(path)).isLessThan(100_000);
        assertThatThrownBy(() -> file().read(plan(), SampleFindings.FINDINGS))
                .isInstanceOf(UnreadableSnapshotException.class)
                .hasMessageContaining("a line is longer than");
        assertThat(path).doesNotExist();
    }

    @Test
    void aFileLargerThanItsRecordedSizeIsMovedAside() throws IOException {
        ScanResult scan = SampleResults.scan();
        file().write(Snapshot.first(scan, scan.plan()));
        Path path = directory.resolve("snapshot.json.gz");
        byte[] bytes = Files.readAllBytes(path);
        System.arraycopy(new byte[] {1, 0, 0, 0}, 0, bytes, bytes.length - 4, 4);
        Files.write(path, bytes);
        assertThatThrownBy(() -> file().read(scan.plan(), SampleFindings.FINDINGS))
                .isInstanceOf(UnreadableSnapshotException.class)
                .hasMessageContaining("it unpacks to more than it says");
    }

    @Test
    void aFileWithADuplicateTargetIsMovedAside() throws IOException {
        ScanResult scan = SampleResults.scan();
        file().write(Snapshot.first(scan, scan.plan()));
        Path path = directory.resolve("snapshot.json.gz");
        List<String> lines;
        try (var in = new GZIPInputStream(Files.newInputStream(path))) {
            lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
        try (var out = new GZIPOutputStream(Files.newOutputStream(path))) {
            out.write(
                    (lines.get(0) + "\n" + lines.get(1) + "\n" + lines.get(1) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        assertThatThrownBy(() -> file().read(scan.plan(), SampleFindings.FINDINGS))
                .isInstanceOf(UnreadableSnapshotException.class)
                .hasMessageContaining("is in it twice");
    }

    @Test
    void aFileThatIsNotRegularIsMovedAside() throws Exception {
        for (String name : List.of("snapshot.json.gz", "snapshot.json.gz.new")) {
            Process process =
                    new ProcessBuilder("mkfifo", directory.resolve(name).toString()).start();
            Assumptions.assumeTrue(process.waitFor() == 0, "this system has no pipes in its file system");
        }
        assertThatThrownBy(() -> file().read(plan(), SampleFindings.FINDINGS))
                .isInstanceOf(UnreadableSnapshotException.class)
                .hasMessageContaining("it is not a regular file; it was moved to");
        Files.createDirectory(directory.resolve("snapshot.json.gz"));
        assertThatThrownBy(() -> file().read(plan(), SampleFindings.FINDINGS))
                .hasMessageContaining("it is not a regular file");
        Files.createDirectory(directory.resolve("snapshot.json.gz"));
        assertThatThrownBy(() -> file().read(plan(), SampleFindings.FINDINGS)).hasMessageContaining("it was moved to");
        ScanResult scan = SampleResults.scan();
        file().write(Snapshot.first(scan, scan.plan()));
        assertThat(file().read(scan.plan(), SampleFindings.FINDINGS)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"format\":\"ehloscope-snapshot\",\"version\":99}\n",
                "{\"format\":\"something\",\"version\":1}\n",
                "[]\n",
                "",
                "{\"format\":\"ehloscope-snapshot\",\"version\":1}\n{\"end\":0}\n"
            })
    void aForeignFileIsMovedAside(String text) throws IOException {
        try (var out = new GZIPOutputStream(Files.newOutputStream(directory.resolve("snapshot.json.gz")))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        assertThatThrownBy(() -> file().read(plan(), SampleFindings.FINDINGS))
                .isInstanceOf(UnreadableSnapshotException.class)
                .hasMessageMatching(
                        text.contains("99") ? "(?s).*a later version of this program wrote it.*" : "(?s).*");
    }

    @Test
    void aDirectoryHasOneLock() {
        try (StorageLock held = StorageLock.take(directory.resolve("new/one"))) {
            assertThat(held).isNotNull();
            assertThatThrownBy(() -> StorageLock.take(directory.resolve("new/one")))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("is in use by another ehloscope");
        }
        StorageLock.take(directory.resolve("new/one")).close();
    }

    @Test
    void aFileInPlaceOfTheDirectoryIsReported() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        assertThatThrownBy(() -> StorageLock.take(file))
                .isInstanceOf(StorageException.class)
                .hasMessage(file + " cannot be used for storage: it is not a directory");
    }

    @Test
    void transcriptsAreKeptOnlyForFindingsAndUpToABound() {
        List<TargetResult> all = SampleResults.scan().results();
        ResultCompactor unbounded = new ResultCompactor();
        assertThat(all.stream().map(unbounded).filter(SnapshotFileTest::hasDialogue))
                .isNotEmpty()
                .allMatch(each -> each.hasFinding());
        ResultCompactor small = new ResultCompactor(10);
        assertThat(all.stream().map(small).filter(SnapshotFileTest::hasDialogue))
                .isEmpty();
    }

    private static boolean hasDialogue(TargetResult result) {
        return !result.observation().transcript().entries().isEmpty();
    }

    private SnapshotFile file() {
        return new SnapshotFile(directory);
    }

    private static Plan plan() {
        return SampleResults.plan("none", Set.of(), List.of());
    }
}
