package dev.batchtransform.s3;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The jars that the server's process loads. They lie as files beside this class: in a build
 * directory they are used where they are, out of a jar they are copied to a temporary directory
 * once in the life of a JVM.
 */
final class ServerJars {
  private static final String DIRECTORY = "dev/batchtransform/s3/server/jars";

  private static List<Path> located = List.of();

  private ServerJars() {}

  static synchronized List<Path> locate() throws IOException {
    if (located.isEmpty()) {
      located =
          Files.isDirectory(ownCode()) ? list(ownCode().resolve(DIRECTORY)) : extract(ownCode());
    }
    return located;
  }

  /** The directory or the jar this class was loaded from. */
  static Path ownCode() {
    try {
      return Path.of(ServerJars.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException failure) {
      throw new IllegalStateException("Cannot locate the S3 server's jars", failure);
    }
  }

  private static List<Path> extract(Path jar) throws IOException {
    Path target = Files.createTempDirectory("local-s3-");
    List<Path> copies = new ArrayList<>();
    try (FileSystem zip = FileSystems.newFileSystem(jar)) {
      for (Path source : list(zip.getPath(DIRECTORY))) {
        copies.add(Files.copy(source, target.resolve(source.getFileName().toString())));
      }
    }
    // In this order: files go last in, first out, before their directory.
    target.toFile().deleteOnExit();
    copies.forEach(copy -> copy.toFile().deleteOnExit());
    return List.copyOf(copies);
  }

  private static List<Path> list(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }
}
