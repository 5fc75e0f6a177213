package dev.batchtransform.spark.internal.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestTest {

  @TempDir Path folder;

  @Test
  void itIsOneJsonArrayOfAPrefixAndTheNamesBelowIt() throws Exception {
    Path manifest = folder.resolve("0.json");

    Manifest.write(
        new org.apache.hadoop.fs.Path(manifest.toUri()),
        "s3://bucket/run/input",
        List.of(new StagedFile("a", 1, 1, 1, 1), new StagedFile("b", 1, 1, 1, 1)),
        new Configuration());

    assertThat(manifest)
        .hasContent("[{\"prefix\":\"s3://bucket/run/input/\"},\"a.jsonl\",\"b.jsonl\"]");
  }
}
