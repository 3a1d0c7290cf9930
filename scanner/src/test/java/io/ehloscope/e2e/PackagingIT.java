package io.ehloscope.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The files of {@code packaging}, checked with systemd's and Debian's tools and with the program itself. */
@Timeout(300)
class PackagingIT {

    /** The threshold of systemd's exposure level in tenths, 0 to 100; lower is safer. */
    private static final String EXPOSURE = "15";

    private static final Path PACKAGING =
            PackagedJar.launcher().resolve("../../packaging").normalize();
    private static final Pattern OPTION = Pattern.compile("--[a-z]+[.][a-z.-]+");

    @TempDir
    Path directory;

    @Test
    void systemdAcceptsTheUnit() throws Exception {
        String analyze = Installed.program("systemd-analyze").toString();
        String unit = Files.readString(PACKAGING.resolve("systemd/ehloscope.service"));
        Path here = Files.writeString(
                directory.resolve("ehloscope.service"),
                unit.replace("/usr/bin/ehloscope", PackagedJar.launcher().toString()));

        ProcessResult verified = ProcessResult.run(List.of(analyze, "verify", "--man=no", here.toString()));
        ProcessResult exposed = ProcessResult.run(
                List.of(analyze, "security", "--offline=true", "--threshold=" + EXPOSURE, here.toString()));

        assertThat(verified).isEqualTo(new ProcessResult(0, "", ""));
        assertThat(exposed.exitCode()).as(exposed.stdout()).isZero();
    }

    @Test
    void everyOptionUsedByPackagesExists() throws Exception {
        String help = PackagedJar.run("serve", "--help").stdout();
        List<String> used = new ArrayList<>();
        try (Stream<Path> files = Files.walk(PACKAGING)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Matcher option = OPTION.matcher(Files.readString(file));
                while (option.find()) {
                    used.add(option.group());
                }
            }
        }

        assertThat(used)
                .contains("--web.listen-address", "--storage.path")
                .allSatisfy(each -> assertThat(help).contains(each));
    }

    @Test
    void shippedInventoriesAreValid() throws Exception {
        for (String each : List.of("debian/inventory.yml", "kubernetes/inventory.yml")) {
            ProcessResult checked =
                    PackagedJar.run("check", PACKAGING.resolve(each).toString());
            assertThat(checked.exitCode()).as(checked.toString()).isZero();
        }
    }

    @Test
    void debianPackageWorksWhereUnpacked() throws Exception {
        unpack();
        Path launcher = directory.resolve("usr/bin/ehloscope");

        ProcessResult version = ProcessResult.run(List.of(
                "env",
                "JAVA_HOME=" + System.getProperty("java.home"),
                "EHLOSCOPE_CACHE=",
                launcher.toString(),
                "--version"));

        assertThat(version).isEqualTo(PackagedJar.run("--version"));
        for (String file : List.of(
                "etc/ehloscope/inventory.yml",
                "etc/default/ehloscope",
                "lib/systemd/system/ehloscope.service",
                "usr/share/bash-completion/completions/ehloscope",
                "usr/share/fish/vendor_completions.d/ehloscope.fish",
                "usr/share/man/man1/ehloscope.1.gz")) {
            assertThat(directory.resolve(file)).isNotEmptyFile();
        }
    }

    @Test
    void lintianReportsNothing() throws Exception {
        Path archive = archive();
        String lintian = Installed.program("lintian").toString();

        ProcessResult ended = ProcessResult.run(List.of(lintian, "--fail-on", "error,warning", archive.toString()));

        assertThat(ended.exitCode()).as(ended.stdout() + ended.stderr()).isZero();
    }

    @Test
    void manualNamesEveryCommand() throws IOException, InterruptedException {
        String manual = Files.readString(PACKAGING.resolve("debian/ehloscope.1"));
        String help = PackagedJar.run("--help").stdout();
        List<String> commands = help.substring(help.indexOf("Commands:"))
                .lines()
                .skip(1)
                .filter(line -> line.matches("  [a-z]+ .*"))
                .map(line -> line.strip().replaceAll(" .*", ""))
                .toList();

        assertThat(commands)
                .contains("scan", "serve")
                .allSatisfy(each -> assertThat(manual).containsPattern("\\.(B|BI|BR) " + each + "\\b"));
    }

    private void unpack() throws IOException, InterruptedException {
        ProcessResult unpacked = ProcessResult.run(List.of(
                Installed.program("dpkg-deb").toString(), "-x", archive().toString(), directory.toString()));
        assertThat(unpacked.exitCode()).as(unpacked.stderr()).isZero();
    }

    private static Path archive() {
        Path archive =
                PackagedJar.launcher().resolve("../../target/ehloscope.deb").normalize();
        Assumptions.assumeTrue(Files.exists(archive), "no Debian package: build with -Ppackages");
        return archive;
    }
}
