package dev.batchtransform.s3.server;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/**
 * The main class of the server's own process. Arguments: the port (0 picks a free one) and the data
 * directory, in which every directory is a bucket. Prints one line, the ready line, when it
 * answers; ends when its standard input ends, so that it never outlives the process that started
 * it.
 */
public final class S3ServerProcess {
  private S3ServerProcess() {}

  public static void main(String[] args) throws Exception {
    S3Proxy server =
        S3Proxy.builder()
            .blobStore(new FilesystemNio2BlobStore(args[1]))
            .endpoint(URI.create("http://127.0.0.1:" + args[0]))
            .awsAuthentication(AuthenticationType.NONE, "", "")
            // Clients send headers that a file system cannot keep, storage class and encryption
            // among them.
            .ignoreUnknownHeaders(true)
            .build();
    server.start();
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    out.println("listening on http://127.0.0.1:" + server.getPort());
    waitForEndOfInput();
    // Not a graceful stop: whoever started the server is gone, and no client is owed an answer.
    Runtime.getRuntime().halt(0);
  }

  private static void waitForEndOfInput() throws IOException {
    System.in.transferTo(OutputStream.nullOutputStream());
  }
}
