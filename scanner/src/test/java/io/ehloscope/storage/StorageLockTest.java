package io.ehloscope.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StorageLockTest {

    @TempDir
    private Path parent;

    @Test
    void aDirectoryIsFreeAfterClose() {
        Path directory = parent.resolve("state");
        StorageLock first = StorageLock.take(directory);
        assertThat(first.check()).isEqualTo(StorageLock.State.HELD);
        first.close();
        StorageLock.take(directory).close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ehloscope.lock", ".ehloscope.lock"})
    void aDeletedFileDoesNotReleaseTheLockAndIsCreatedAgain(String name) throws IOException {
        StorageLock first = StorageLock.take(parent);
        Files.delete(parent.resolve(name));
        assertThatThrownBy(() -> StorageLock.take(parent))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("is in use by another ehloscope");
        assertThat(first.check()).isEqualTo(StorageLock.State.RESTORED);
        assertThat(first.check()).isEqualTo(StorageLock.State.HELD);
        first.close();
    }

    @Test
    void checkRestoresTheLockAfterAllFilesWereDeleted() throws IOException {
        Path directory = parent.resolve("state");
        StorageLock first = StorageLock.take(directory);
        try (Stream<Path> all = Files.list(directory)) {
            for (Path each : all.toList()) {
                Files.delete(each);
            }
        }
        Files.delete(directory);
        assertThat(first.check()).isEqualTo(StorageLock.State.RESTORED);
        assertThatThrownBy(() -> StorageLock.take(directory)).isInstanceOf(StorageException.class);
        first.close();
    }

    @Test
    void lockTakenByAnotherIsLostUntilItIsFree() throws IOException {
        StorageLock first = StorageLock.take(parent);
        Files.delete(parent.resolve("ehloscope.lock"));
        Files.delete(parent.resolve(".ehloscope.lock"));
        StorageLock second = StorageLock.take(parent);
        assertThat(first.check()).isEqualTo(StorageLock.State.LOST);
        assertThat(second.check()).isEqualTo(StorageLock.State.HELD);
        second.close();
        assertThat(first.check()).isEqualTo(StorageLock.State.RESTORED);
        first.close();
    }
}
