package dev.batchtransform.spark.internal.stage;

import java.util.List;

/**
 * How much work each of some files is, as a share of all: half by its bytes and half by its
 * records, since one model takes as long as a record is long and another equally long for each.
 */
final class FileLoads {
  private FileLoads() {}

  static double[] of(List<StagedFile> files) {
    double bytes = files.stream().mapToDouble(StagedFile::bytes).sum();
    double records = files.stream().mapToDouble(StagedFile::records).sum();
    return files.stream()
        .mapToDouble(file -> (file.bytes() / bytes + file.records() / records) / 2)
        .toArray();
  }
}
