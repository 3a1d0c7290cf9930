package io.ehloscope.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ehloscope.runtime.ExitCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text in any supported encoding is read; anything else is a usage error with its reason. */
class PasteFileTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16", "ISO-8859-1"})
    void textIsReadInEachEncoding(String charset) throws IOException {
        Path file =
                Files.write(directory.resolve("paste.txt"), "220 caf\u00e9 ESMTP\n".getBytes(Charset.forName(charset)));

        assertThat(PasteFile.read(file, InputStream.nullInputStream())).isEqualTo("220 caf\u00e9 ESMTP\n");
    }

    @Test
    void littleEndianByteOrderMarkIsRecognized() {
        byte[] text = "\ufeff250 SIZE".getBytes(StandardCharsets.UTF_16LE);

        assertThat(PasteFile.read(null, new ByteArrayInputStream(text))).isEqualTo("250 SIZE");
    }

    @Test
    void hyphenIsStandardInput() {
        assertThat(PasteFile.read(Path.of("-"), stdin("250 SIZE"))).isEqualTo("250 SIZE");
    }

    @Test
    void invalidFilesAreNamedWithTheReason() throws IOException {
        Path missing = directory.resolve("missing.txt");
        Path binary = Files.write(directory.resolve("a.bin"), new byte[] {0x7f, 'E', 'L', 'F', 0, 1, 2});
        Path large = Files.write(directory.resolve("large.txt"), new byte[PasteFile.MAX_BYTES + 1]);

        assertRefused(directory, "is a directory");
        assertRefused(missing, "no such file");
        assertRefused(binary, "binary");
        assertRefused(large, "16 MiB");
        assertRefused(Files.writeString(directory.resolve("blank.txt"), " \n\r\n"), "it is empty");
        assertThatThrownBy(() -> PasteFile.read(null, stdin("")))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("stdin: it is empty");
    }

    private static void assertRefused(Path file, String why) {
        assertThatThrownBy(() -> PasteFile.read(file, InputStream.nullInputStream()))
                .isInstanceOfSatisfying(
                        CommandException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(why);
    }

    private static InputStream stdin(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
