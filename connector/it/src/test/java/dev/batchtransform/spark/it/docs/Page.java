package dev.batchtransform.spark.it.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page for users.
 *
 * @param file the page
 * @param text what it says
 */
record Page(Path file, String text) {

  /** The folder that holds README.md. */
  static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();

  private static final Pattern FENCE =
      Pattern.compile("^```(\\w+)([^\\n]*)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

  /**
   * A fenced block of code.
   *
   * @param language the first word behind the fence
   * @param hint what follows it, which tells a test what the block is
   * @param code the lines between the fences
   * @param name page and line, for people
   */
  record Block(String language, String hint, String code, String name) {

    @Override
    public String toString() {
      return name;
    }
  }

  /** README.md and all pages of docs. */
  static List<Page> all() {
    try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
      return Stream.concat(Stream.of(ROOT.resolve("README.md")), docs.sorted())
          .filter(file -> file.toString().endsWith(".md"))
          .map(Page::read)
          .toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The page of that name, such as {@code docs/security.md}. */
  static Page named(String name) {
    return read(ROOT.resolve(name));
  }

  String name() {
    return ROOT.relativize(file).toString();
  }

  /** Its blocks of code, in order. */
  List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    Matcher fence = FENCE.matcher(text);
    while (fence.find()) {
      long line = text.substring(0, fence.start()).lines().count() + 1;
      blocks.add(
          new Block(
              fence.group(1), fence.group(2).strip(), fence.group(3), name() + " line " + line));
    }
    return blocks;
  }

  /** Its blocks in one language. */
  List<Block> blocks(String language) {
    return blocks().stream().filter(block -> block.language().equals(language)).toList();
  }

  private static Page read(Path file) {
    try {
      return new Page(file, Files.readString(file));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Its name: a failed assertion need not quote all of it. */
  @Override
  public String toString() {
    return name();
  }
}
