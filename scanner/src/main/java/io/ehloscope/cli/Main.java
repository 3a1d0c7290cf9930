package io.ehloscope.cli;

/** Where the program starts. */
public final class Main {

    private Main() {}

    /** Runs one command and ends with its exit code. */
    public static void main(String[] args) {}
}
