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
 * A Unix domain socket. The permissions of its directory and its group decide which local users can connect. Netty
 * deletes the file when it stops listening.
 *
 * @param path the path of the socket, at most 100 bytes
 */
record UnixSocket(Path path) implements ListenAddress {

    static final String SCHEME = "unix:";

    /** Below Linux's own limit of 107 bytes. */
    private static final int MOST_BYTES = 100;

    /** Read and write for owner and group. */
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
            // The path is free.
        }
        return UnixDomainSocketAddress.of(path);
    }

    /** Whether a program listens on the socket, even if it is too busy to accept. */
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
            return; // the file system has no POSIX permissions
        }
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(MODE));
    }

    @Override
    public String toString() {
        return SCHEME + path;
    }
}
