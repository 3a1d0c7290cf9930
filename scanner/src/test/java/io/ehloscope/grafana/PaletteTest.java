package io.ehloscope.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.classify.Verdict;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whether the colours of verdicts differ for every kind of eye: as CIE76 distances, where 2.3 is just noticeable. */
class PaletteTest {

    private static final double CLEARLY = 12;

    /** How an eye mixes red, green and blue: Machado, Oliveira and Fernandes 2009, at severity 1. */
    enum Eye {
        WITH_ALL_CONES(1, 0, 0, 0, 1, 0, 0, 0, 1),
        WITHOUT_RED(0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998),
        WITHOUT_GREEN(0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881),
        WITHOUT_BLUE(1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900);

        private final double[] mix;

        Eye(double... mix) {
            this.mix = mix;
        }

        double[] sees(double[] rgb) {
            double[] seen = new double[3];
            for (int i = 0; i < 3; i++) {
                double sum = mix[3 * i] * rgb[0] + mix[3 * i + 1] * rgb[1] + mix[3 * i + 2] * rgb[2];
                seen[i] = Math.max(0, Math.min(1, sum));
            }
            return seen;
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyEyeTellsEveryTwoVerdictsApart(Eye eye) {
        for (Verdict one : Verdict.values()) {
            for (Verdict other : Verdict.values()) {
                if (one.compareTo(other) < 0) {
                    assertThat(distance(eye.sees(rgb(one)), eye.sees(rgb(other))))
                            .as("%s and %s %s", one, other, eye)
                            .isGreaterThan(CLEARLY);
                }
            }
        }
    }

    @Test
    void aColourIsNoOtherVerdictsColour() {
        assertThat(Arrays.stream(Verdict.values()).map(Palette::colour)).doesNotHaveDuplicates();
    }

    private static double[] rgb(Verdict verdict) {
        int colour = Integer.parseInt(Palette.colour(verdict).substring(1), 16);
        return new double[] {linear(colour >> 16), linear(colour >> 8 & 0xff), linear(colour & 0xff)};
    }

    private static double linear(int channel) {
        double value = channel / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }

    private static double distance(double[] one, double[] other) {
        double[] a = lab(one);
        double[] b = lab(other);
        return Math.sqrt(Math.pow(a[0] - b[0], 2) + Math.pow(a[1] - b[1], 2) + Math.pow(a[2] - b[2], 2));
    }

    private static double[] lab(double[] rgb) {
        double x = root((0.4124 * rgb[0] + 0.3576 * rgb[1] + 0.1805 * rgb[2]) / 0.95047);
        double y = root(0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]);
        double z = root((0.0193 * rgb[0] + 0.1192 * rgb[1] + 0.9505 * rgb[2]) / 1.08883);
        return new double[] {116 * y - 16, 500 * (x - y), 200 * (y - z)};
    }

    private static double root(double value) {
        return value > 0.008856 ? Math.cbrt(value) : 7.787 * value + 16.0 / 116;
    }
}
