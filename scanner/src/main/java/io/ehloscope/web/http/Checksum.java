package io.ehloscope.web.http;

/**
 * Combines the CRC-32 of two texts into that of their concatenation, without reading the texts again. CRC-32 is the
 * remainder of a polynomial division, so appending n bytes multiplies the first checksum by x^8n (zlib's
 * {@code crc32_combine} does the same). Bits are reflected: the highest bit of an int stands for x^0.
 */
final class Checksum {

    private static final int POLYNOMIAL = 0xedb88320;
    private static final int ONE = 0x8000_0000;
    private static final int X_TO_8 = ONE >>> 8;

    private Checksum() {}

    /** The checksum of the concatenation; {@code length} is the number of bytes of the second text. */
    static int combined(int first, int second, long length) {
        int shift = ONE;
        int square = X_TO_8;
        for (long left = length; left > 0; left >>= 1) {
            if ((left & 1) == 1) {
                shift = product(shift, square);
            }
            square = product(square, square);
        }
        return product(shift, first) ^ second;
    }

    /** The product of two polynomials, modulo the CRC-32 polynomial. */
    private static int product(int a, int b) {
        int sum = 0;
        int shifted = b;
        for (int bit = ONE; bit != 0; bit >>>= 1) {
            if ((a & bit) != 0) {
                sum ^= shifted;
            }
            shifted = (shifted >>> 1) ^ ((shifted & 1) == 0 ? 0 : POLYNOMIAL);
        }
        return sum;
    }
}
