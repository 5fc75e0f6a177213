package dev.batchtransform.benchmarks;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * What a benchmark is asked to do.
 *
 * @param rows rows of its data; a benchmark says which of its data where it has several
 * @param warmUps rounds that are not counted
 * @param rounds rounds that are
 * @param s3 whether files lie on the local S3 server, reached through S3A, or on the local disk
 * @param emulator whether runs go through the emulated SageMaker too, where the benchmark can
 * @param python has PySpark and what users need beside it; empty leaves out what is compared there
 */
record Effort(
    long rows,
    int warmUps,
    int rounds,
    boolean s3,
    boolean emulator,
    @JsonIgnore Optional<Path> python) {

  /** One line for people. */
  String text() {
    return String.format(Locale.ROOT, "--rows %d, files on %s", rows, s3 ? "S3" : "the local disk");
  }

  SideBySide sideBySide() {
    return new SideBySide(warmUps, rounds);
  }
}
