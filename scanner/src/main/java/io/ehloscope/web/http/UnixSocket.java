package io.ehloscope.web.http;

import java.io.IOException;
import java.net.BindException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A socket in the file system, for those on this machine whom the permissions of its folder and its group let near it. Netty
 * takes the file away when it listens no longer.
 *
 * @param path where; at most 100 bytes
 */
record UnixSocket(Path path) implements ListenAddress {

    static final String SCHEME = "unix:";

    /** Linux has room for 107. */
    private static final int MOST_BYTES = 100;

    /** Owner and group. */
    private static final String MODE = "rw-rw----";

    static UnixSocket parse(String text) {
        String path = text.substring(SCHEME.length()).replaceFirst("^//(?=/)", "");
        if (path.isEmpty() || path.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            throw new IllegalArgumentException("\"" + text + "\": a path of 1 to " + MOST_BYTES
                    + " bytes follows unix:, as in unix:/run/ehloscope.sock");
        }
        try {
            return new UnixSocket(Path.of(path));
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("\"" + text + "\" names no file", e);
        }
    }

    @Override
    public SocketAddress resolve() throws IOException {
        try {
            BasicFileAttributes found =
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!found.isOther()) {
                throw new IOException("another file has this name");
            }
            if (isAlive()) {
                throw new BindException("the socket is in use by another program");
            }
            Files.delete(path);
        } catch (NoSuchFileException free) {
            // As it should be.
        }
        return UnixDomainSocketAddress.of(path);
    }

    /** Whether somebody listens there; one who is too busy to answer does. */
    private boolean isAlive() throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.configureBlocking(false);
            channel.connect(UnixDomainSocketAddress.of(path));
            return true;
        } catch (SocketException e) {
            return !String.valueOf(e.getMessage()).contains("refused");
        }
    }

    @Override
    public void bound() throws IOException {
        if (Files.getFileAttributeView(path, PosixFileAttributeView.class) == null) {
            return; // a system that has no such modes
        }
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(MODE));
    }

    @Override
    public String toString() {
        return SCHEME + path;
    }
}
