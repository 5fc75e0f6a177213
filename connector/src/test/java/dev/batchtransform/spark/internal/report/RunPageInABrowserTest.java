package dev.batchtransform.spark.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The page of a run as Chromium draws it, where there is one. */
@EnabledIf("hasBrowser")
class RunPageInABrowserTest {
  private static final int WORKING = 0x009688;
  private static final int WAITING = 0xd8d8d8;
  private static final int FAILED_ROWS = 0xdd6666;

  @TempDir Path folder = Path.of("");

  static boolean hasBrowser() {
    return browser().isPresent();
  }

  private static Optional<Path> browser() {
    return Stream.of("chromium", "chromium-browser", "google-chrome")
        .flatMap(
            name ->
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                    .map(entry -> Path.of(entry, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  @Test
  void wavesThatWorkedTwiceAsLongAsTheyWaitedAreDrawnSo() throws Exception {
    BufferedImage page = drawn(RunPageTest.html(RunPageTest.ended()));

    double worked = pixels(page, WORKING);
    assertThat(worked).isPositive();
    assertThat(worked / pixels(page, WAITING)).isBetween(1.9, 2.1);
    assertThat(pixels(page, FAILED_ROWS)).isPositive();
  }

  private BufferedImage drawn(String html) throws Exception {
    Path page = Files.writeString(folder.resolve("run.html"), html);
    Path image = folder.resolve("run.png");
    Process browser =
        new ProcessBuilder(
                List.of(
                    browser().orElseThrow().toString(),
                    "--headless",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--hide-scrollbars",
                    "--force-device-scale-factor=1",
                    "--window-size=1200,1600",
                    "--user-data-dir=" + folder.resolve("profile"),
                    "--screenshot=" + image,
                    page.toUri().toString()))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("browser.log").toFile())
            .start();
    try {
      assertThat(browser.waitFor(2, TimeUnit.MINUTES)).as("the browser has ended").isTrue();
    } finally {
      browser.destroyForcibly();
    }
    assertThat(image).exists();
    return ImageIO.read(image.toFile());
  }

  private static long pixels(BufferedImage image, int colour) {
    long found = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        found += (image.getRGB(x, y) & 0xffffff) == colour ? 1 : 0;
      }
    }
    return found;
  }
}
