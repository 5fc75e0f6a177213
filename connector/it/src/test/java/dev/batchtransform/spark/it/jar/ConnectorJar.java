package dev.batchtransform.spark.it.jar;

import dev.batchtransform.spark.internal.version.ConnectorVersion;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.apache.commons.codec.digest.DigestUtils;
import org.objectweb.asm.ClassReader;

/** The published jar, as it is on this class path. */
public final class ConnectorJar {

  private static final String CLASS = ".class";
  private static final List<String> ROOTS =
      List.of("dev/batchtransform/spark/", "dev/batchtransform/engine/");
  private static final String SHADED = "dev/batchtransform/spark/shaded/";

  private ConnectorJar() {}

  /** Where the jar lies. */
  public static Path path() {
    Path path;
    try {
      path =
          Path.of(
              ConnectorVersion.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException failure) {
      throw new IllegalStateException(failure);
    }
    if (Files.isDirectory(path)) {
      throw new IllegalStateException(
          "Cannot test the shaded jar because the class path has "
              + path
              + ". Run Maven up to the phase 'verify', which packages the connector.");
    }
    return path;
  }

  /** SHA-256 of the jar's bytes, in hexadecimal. */
  public static String checksum() throws IOException {
    return DigestUtils.sha256Hex(Files.readAllBytes(path()));
  }

  static List<String> files() throws IOException {
    try (JarFile jar = new JarFile(path().toFile())) {
      return jar.stream()
          .filter(entry -> !entry.isDirectory())
          .map(JarEntry::getName)
          .sorted()
          .toList();
    }
  }

  static byte[] read(String file) throws IOException {
    try (JarFile jar = new JarFile(path().toFile());
        InputStream in = jar.getInputStream(jar.getJarEntry(file))) {
      return in.readAllBytes();
    }
  }

  /** Every class, the relocated ones included. */
  static List<ClassReader> classes() throws IOException {
    return classes(name -> true);
  }

  /** The classes that were written for the connector. */
  static List<ClassReader> ownClasses() throws IOException {
    return classes(name -> isOurs(name) && !name.startsWith(SHADED));
  }

  /** Whether a file lies where the connector's and the engine's packages do. */
  static boolean isOurs(String file) {
    return ROOTS.stream().anyMatch(file::startsWith);
  }

  private static List<ClassReader> classes(Predicate<String> names) throws IOException {
    List<ClassReader> classes = new ArrayList<>();
    try (JarFile jar = new JarFile(path().toFile())) {
      for (JarEntry entry : jar.stream().toList()) {
        if (entry.getName().endsWith(CLASS) && names.test(entry.getName())) {
          try (InputStream in = jar.getInputStream(entry)) {
            classes.add(new ClassReader(in));
          }
        }
      }
    }
    return classes;
  }
}
