package io.ehloscope.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ehloscope.yaml.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An inventory can name any file as a list of hosts; problems must not reveal its contents. */
class ListedTextTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "root:$6$SECRET$SECRETSECRET:19000:0:99999:7:::",
                "j.doe:SECRET./SECRETx:19000:0:99999:7:::",
                "j.doe:x:1000:1000:J. Doe SECRET,,,:/home/SECRET:/bin/sh",
                "daemon:x:1:1:SECRET,SECRET,SECRET:/usr/sbin:/usr/sbin/nologin",
                "-----BEGIN SECRET PRIVATE KEY-----",
                "SECRETSECRETSECRETSECRETSECRETSECRETSECRETSECRETSECRETSECRETSECRET",
                "SECRET+SECRET/SECRET==",
                "password = SECRET",
                "https://user:SECRET@vault.example.com/SECRET",
                "*:5432:*:ehloscope:SECRET",
                "db.example.com:5432:SECRET:ehloscope:SECRET",
                "\"SECRET\",\"SECRET SECRET\",\"SECRET SECRET\"",
                "mail.example.com,SECRET/SECRET,SECRET:SECRET",
                "SECRET\nSECRET",
                "file:SECRET",
                "SECRET;SECRET",
                "10.0.0.1/SECRET",
                "[SECRET",
            })
    void aLineThatIsNotAHostIsNotQuoted(String line) throws IOException {
        assertThat(refusal(line + "\n").lines()).noneMatch(each -> each.contains("SECRET"));
    }

    @Test
    void aLineThatLooksLikeAHostIsQuotedInPart() throws IOException {
        ConfigException refused = refusal("""
                mail1.example.com,25x
                mail2.example.com:99999
                mail3.example.com,25,exchnge-2003
                -mail4.example.com
                mail5.example.com;25;auto
                10.0.0.300
                10.0.0.1/30
                http://mail6.example.com
                mail7-with-a-name-that-is-very-long-indeed..example.com
                mail8-with-a-name-that-is-very-long-indeed.example.com-
                [2001:db8::g]:25
                2001:db8:::1
                """);

        assertThat(sentences(refused))
                .containsExactly(
                        "1:19: port \"25x\" is not a whole number; write 1 to 65535",
                        "2:1: port \"99999\" in \"mail2.example.com:99999\" is out of range; write 1 to 65535",
                        "3:22: unknown profile \"exchnge-2003\"; did you mean \"exchange-2003\"?",
                        "4:1: \"-mail4.example.com\" is not a host name: a part of it begins or ends with \"-\"",
                        "5:1: \"mail5.example.com;25;auto\" contains a semicolon; use one delimiter in the whole file, or set delimiter",
                        "6:1: \"10.0.0.300\" is not an IPv4 address; like 192.0.2.1",
                        "7:1: \"10.0.0.1/30\" is an address inside a block; did you mean \"10.0.0.0/30\", or the one address \"10.0.0.1\"?",
                        "8:1: \"http://mail6.example.com\" is a URL; did you mean \"mail6.example.com\"?",
                        "9:1: \"mail7-with-a-name-that-is-very-long-inde…\" is not a host name: it has one dot too many",
                        "10:1: \"mail8-with-a-name-that-is-very-long-inde…\" is not a host name: a part of it begins or ends with \"-\"",
                        "11:1: \"…\" is not an IPv6 address; like 2001:db8::1, and with a port [2001:db8::1]:25",
                        "12:1: \"2001:db8:::1\" is not an IPv6 address; like 2001:db8::1, and with a port [2001:db8::1]:25");
    }

    @Test
    void problemsAreBoundedInNumberAndLength() throws IOException {
        String lines = IntStream.range(0, 100_000)
                .mapToObj(line -> "-mail" + line + ".example.com")
                .collect(Collectors.joining("\n"));
        ConfigException refused = refusal(lines);

        assertThat(refused.count()).isEqualTo(100_000);
        assertThat(refused.lines())
                .hasSize(6)
                .last()
                .asString()
                .endsWith(": and 99995 more with the same cause, the last one in line 100000");
        assertThat(refused.getMessage()).hasSizeLessThan(20_000);
    }

    @Test
    void duplicateWordsAreNotQuoted() throws IOException {
        assertThat(sentences(refusal("SECRET\nSECRET\nmail.example.com\nMAIL.example.com.\n")))
                .containsExactly(
                        "2:1: \"…\" is listed twice; first in line 1",
                        "4:1: \"mail.example.com:25\" is listed twice; first in line 3");
    }

    private List<String> sentences(ConfigException refused) {
        return refused.lines().stream()
                .map(line -> line.replace(folder.resolve("list.csv") + ":", ""))
                .toList();
    }

    private ConfigException refusal(String list) throws IOException {
        Files.writeString(folder.resolve("list.csv"), list);
        Path inventory = Files.writeString(
                folder.resolve("i.yml"),
                "version: 1\nehlo_name: a.example\nsites: [{name: a, servers: [\"file:list.csv\"]}]\n");
        ConfigException refused = catchThrowableOfType(
                ConfigException.class, () -> KnownProfiles.reader().read(inventory));
        assertThat(refused).isNotNull();
        return refused;
    }
}
