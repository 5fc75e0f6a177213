package dev.batchtransform.spark.it.docs;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** The Java of one page: its classes, and its snippets as methods that are given Spark and rows. */
final class JavaCode {

  private static final String SNIPPET =
      """
      import dev.batchtransform.emulator.*;
      import dev.batchtransform.emulator.api.Action;
      import dev.batchtransform.emulator.fault.Fault;
      import dev.batchtransform.spark.*;
      import java.math.BigDecimal;
      import java.net.URI;
      import java.time.Duration;
      import java.util.*;
      import org.apache.spark.sql.*;

      public class %s {
        public static Object run(SparkSession spark, Dataset<Row> df) throws Exception {
      %s
          return %s;
        }
      }
      """;

  private static final Pattern RESULT = Pattern.compile("\\bDataset<Row> scored =");

  private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
  private final Path folder;
  private int snippets;

  /** Code that is compiled into {@code folder}. */
  JavaCode(Path folder) {
    this.folder = folder;
  }

  /** Compiles a class of the page's own, and returns a jar of all of them so far. */
  Path compileClass(String source) throws IOException {
    String className = source.replaceAll("(?s).*?\\bpublic (?:final )?class (\\w+).*", "$1");
    compile(className, source);
    Path jar = folder.resolve(className + ".jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out);
        Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
        entries.putNextEntry(new JarEntry(folder.relativize(file).toString()));
        Files.copy(file, entries);
      }
    }
    return jar;
  }

  /** Compiles a snippet and returns the name of its class. */
  String compileSnippet(String code) throws IOException {
    String className = "Snippet" + ++snippets;
    String result = RESULT.matcher(code).find() ? "scored" : "null";
    compile(className, SNIPPET.formatted(className, code, result));
    return className;
  }

  /** Runs a snippet; what it has called {@code scored}, if anything. */
  @Nullable Object run(String snippet, SparkSession spark, Dataset<Row> df) throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
      thread.setContextClassLoader(loader);
      return loader
          .loadClass(snippet)
          .getMethod("run", SparkSession.class, Dataset.class)
          .invoke(null, spark, df);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause() instanceof Exception cause ? cause : thrown;
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private void compile(String className, String source) throws IOException {
    Path file = Files.writeString(folder.resolve(className + ".java"), source);
    DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(problems, null, null)) {
      List<String> arguments =
          List.of(
              "-proc:none",
              "-d",
              folder.toString(),
              "-classpath",
              folder + java.io.File.pathSeparator + System.getProperty("java.class.path"));
      boolean compiled =
          compiler
              .getTask(null, files, problems, arguments, null, files.getJavaFileObjects(file))
              .call();
      if (!compiled) {
        throw new AssertionError(
            problems.getDiagnostics().stream()
                    .filter(problem -> problem.getKind() == Diagnostic.Kind.ERROR)
                    .map(problem -> problem.getMessage(null))
                    .toList()
                + "\n"
                + source);
      }
    }
  }
}
