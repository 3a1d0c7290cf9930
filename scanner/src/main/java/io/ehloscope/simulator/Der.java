package io.ehloscope.simulator;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;

/**
 * The DER encodings (X.690) that a certificate needs: each method puts its content behind a tag and a length, up to 64
 * KiB.
 */
final class Der {

    private static final int BOOLEAN = 0x01;
    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int OCTET_STRING = 0x04;
    private static final int UTC_TIME = 0x17;
    private static final int SEQUENCE = 0x30;
    private static final int CONSTRUCTED_0 = 0xa0;
    private static final int DNS_NAME = 0x82;

    private static final int SEVEN_BITS = 0x7f;
    private static final int ONE_BYTE = 0xff;
    private static final int ONE_BYTE_FOLLOWS = 0x81;
    private static final int TWO_BYTES_FOLLOW = 0x82;
    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private Der() {}

    /** Bytes that are already DER, from hexadecimal digits. */
    static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    static byte[] sequence(byte[]... parts) {
        return tagged(SEQUENCE, parts);
    }

    /** {@code [number] EXPLICIT}. */
    static byte[] explicit(int number, byte[]... parts) {
        return tagged(CONSTRUCTED_0 + number, parts);
    }

    static byte[] integer(int number) {
        return tagged(INTEGER, BigInteger.valueOf(number).toByteArray());
    }

    static byte[] booleanTrue() {
        return tagged(BOOLEAN, new byte[] {(byte) 0xff});
    }

    /** Whole bytes as a bit string. */
    static byte[] bits(byte[] bytes) {
        return tagged(BIT_STRING, new byte[] {0}, bytes);
    }

    static byte[] octets(byte[] bytes) {
        return tagged(OCTET_STRING, bytes);
    }

    /** A time before the year 2050, to the second. */
    static byte[] time(Instant time) {
        return tagged(UTC_TIME, UTC.format(time).getBytes(StandardCharsets.US_ASCII));
    }

    /** A DNS name among the subject alternative names of a certificate. */
    static byte[] dnsName(String host) {
        return tagged(DNS_NAME, host.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] tagged(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(tag);
        if (content.size() > ONE_BYTE) {
            all.write(TWO_BYTES_FOLLOW);
            all.write(content.size() >> Byte.SIZE);
        } else if (content.size() > SEVEN_BITS) {
            all.write(ONE_BYTE_FOLLOWS);
        }
        all.write(content.size());
        all.writeBytes(content.toByteArray());
        return all.toByteArray();
    }
}
