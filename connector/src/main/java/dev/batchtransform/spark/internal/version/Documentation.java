package dev.batchtransform.spark.internal.version;

import java.util.Locale;

/** Where the documentation of this connector is, for messages: who has the jar has no pages. */
public final class Documentation {
  private static final String NOBODYS = "/owner/";

  private Documentation() {}

  /**
   * The address of a page, or its place in the sources while the project has no public home.
   *
   * @param name its file's name, such as {@code options.md}
   */
  public static String page(String name) {
    return page(ConnectorVersion.home(), name);
  }

  static String page(String home, String name) {
    boolean isPublic = !home.isEmpty() && !home.toLowerCase(Locale.ROOT).contains(NOBODYS);
    return (isPublic ? home + "/blob/HEAD/" : "") + "docs/" + name;
  }
}
