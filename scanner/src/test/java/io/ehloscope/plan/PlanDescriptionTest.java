package io.ehloscope.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class PlanDescriptionTest {

    @Test
    void aPlanIsDescribedInWordsAndNumbers() {
        String text = described("""
                version: 1
                ehlo_name: scanner.example.com
                dns: {servers: ["127.0.0.1:5353"]}
                sites:
                  - name: emea
                    profile: exchange-2003
                    servers:
                      - hub[0001-1200].corp.example.com
                      - {host: mail.example.com, port: 587, profile: auto}
                      - mx:example.com
                  - name: a-site-with-a-name-that-is-far-too-long-for-its-column
                    timeouts: {total: 10s}
                    retry: {attempts: 1}
                    resolve: all
                    servers: [192.0.2.1, mail.example.net]
                  - {name: empty, servers: []}
                """);

        assertThat(text).isEqualTo("""
                inventory   fleet.yml
                EHLO name   scanner.example.com
                targets     1,204 targets in 3 sites

                SITE                          PROFILE                        PORT     TARGETS
                emea                          auto                            587           1
                emea                          exchange-2003                    25       1,201
                a-site-with-a-name-that-is-…  auto                             25           2
                empty                         -                                 -           0

                limits      500 dialogues at once, 100 a site, 1 an address; 500 connects a
                            second
                files       enough for all
                schedule    every 15m, findings rechecked after 1m
                metrics     per-target series for: all
                DNS         127.0.0.1:5353
                time        1,202 targets: at worst 3m24s each, that is 3 attempts of 1m and 5s
                            for DNS (connect 5s, greeting 20s, reply 10s), waits of 1s to 30s
                time        1 target: at worst 15s each, that is 1 attempt of 10s and 5s for DNS
                            (connect 5s, greeting 10s, reply 10s)
                time        1 target: at worst 10s each, that is 1 attempt of 10s (connect 5s,
                            greeting 10s, reply 10s)
                            all connects together take at least 3s
                MX          looked up when a scan starts: mx:example.com:25
                addresses   probed at every address behind the name: mail.example.net:25
                """);
    }

    @Test
    void noLineIsWiderThanATerminal() {
        String text = described("""
                version: 1
                schedule: {interval: 1m}
                limits: {connects_per_second: 1, per_address_gap: 5s}
                sites:
                  - {name: a, servers: ["hub[0001-1200].%s.example.com"]}
                  - {name: b, resolve: all, servers: ["mx:%s.example.com", "m[10-99].example.com"]}
                """.formatted("x".repeat(40), "y".repeat(40)));

        assertThat(text.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(text).contains("and 71 more");
    }

    @Test
    void workThatExceedsTheIntervalIsWarnedOf() {
        String text = described("""
                version: 1
                schedule: {interval: 1m}
                limits: {connects_per_second: 1}
                sites: [{name: a, servers: ["hub[01-90].example.com"]}]
                """);

        assertThat(text)
                .contains("warning     one target can take 3m24s, longer than the interval of 1m\n")
                .contains("warning     the connects alone take 1m30s, longer than the interval of 1m\n");
    }

    @Test
    void exemptionsAreListedAndExpiredOnesWarnedOf() {
        String text = described("""
                version: 1
                ehlo_name: scanner.example.com
                profiles: {ours: {extends: exchange-2003, exempt: [{verb: X-EXPS, reason: no login}]}}
                sites:
                  - name: emea
                    profile: exchange-2003
                    exempt: [{verb: XEXCH50, reason: "SBS, unixwiz tip", until: 2026-11-24}]
                    servers:
                      - mail[1-3].example.com
                      - {host: mail4.example.com, exempt: [{verb: XEXCH50, until: 2026-11-23}, SIZE]}
                """);

        assertThat(text).contains("""
                        exempt      XEXCH50 at mail1.example.com:25 and 2 more until 2026-11-24: SBS,
                                    unixwiz tip
                        exempt      XEXCH50 at mail4.example.com:25 until 2026-11-23
                        exempt      SIZE at mail4.example.com:25
                        exempt      X-EXPS in profile ours: no login
                        warning     the exemption for XEXCH50 at mail4.example.com:25 ended on
                                    2026-11-23
                        """).doesNotContain("ended on 2026-11-24");
    }

    private static String described(String inventory) {
        return PlanDescription.of(Plans.of(inventory), Instant.parse("2026-11-24T12:00:00Z"), "enough for all");
    }

    @Test
    void tlsModeIsDescribedAndAnUnusualPortWarnedOf() {
        Plan plan = Plans.of("""
                version: 1
                ehlo_name: scanner.example.com
                sites:
                  - name: emea
                    servers:
                      - {host: right.example.com, port: 465, tls: implicit}
                      - {host: forgotten.example.com, port: 465}
                      - {host: wrong.example.com, tls: implicit}
                """);
        String text = PlanDescription.of(plan, Instant.EPOCH, "").replaceAll("\\s+", " ");
        assertThat(text)
                .contains("TLS from the first byte: right.example.com:465, wrong.example.com:25 ")
                .contains("(port: 465?): wrong.example.com:25 ")
                .contains("(tls: implicit?): forgotten.example.com:465 ");
    }
}
