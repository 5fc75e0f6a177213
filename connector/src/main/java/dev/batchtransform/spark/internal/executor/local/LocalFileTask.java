package dev.batchtransform.spark.internal.executor.local;

import dev.batchtransform.engine.InvocationException;
import dev.batchtransform.engine.TransformEngine;
import dev.batchtransform.engine.TransformedFile;
import dev.batchtransform.spark.internal.stage.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.VoidFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.SerializableConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a Spark task does with one staged file. A file that fails is a result and not a failure of
 * the task, so that the others go on and Spark does not send it again; the run decides about that.
 */
final class LocalFileTask implements VoidFunction<String[]> {

  private static final Logger LOG = LoggerFactory.getLogger(LocalFileTask.class);

  /** Storage that stumbles is not the model's fault, and does not cost one of the run's waves. */
  private static final int TRIES = 3;

  private final LocalEngineSpec spec;
  private final Broadcast<SerializableConfiguration> hadoop;
  private final CollectionAccumulator<LocalFileResult> results;

  LocalFileTask(
      LocalEngineSpec spec,
      Broadcast<SerializableConfiguration> hadoop,
      CollectionAccumulator<LocalFileResult> results) {
    this.spec = spec;
    this.hadoop = hadoop;
    this.results = results;
  }

  /**
   * The file as its task gets it: text alone, which every serializer that Spark may be set to
   * knows.
   */
  static String[] argument(String name, Path input, Path output) {
    return new String[] {name, input.toString(), output.toString()};
  }

  @Override
  public void call(String[] file) throws IOException, InterruptedException {
    String name = file[0];
    try (SharedEngines.Lease lease = SharedEngines.ofThisProcess().lease(spec)) {
      results.add(transform(lease.engine(), name, new Path(file[1]), new Path(file[2])));
    }
  }

  private LocalFileResult transform(TransformEngine engine, String name, Path input, Path output)
      throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        return transformOnce(engine, name, input, output);
      } catch (IOException e) {
        if (TaskContext.get().isInterrupted()) {
          throw e;
        }
        LOG.warn("{} could not be read or written, try {} of {}", name, attempt, TRIES, e);
        if (attempt == TRIES) {
          return LocalFileResult.failed(name, e);
        }
      }
    }
  }

  private LocalFileResult transformOnce(
      TransformEngine engine, String name, Path input, Path output)
      throws IOException, InterruptedException {
    try {
      FileSystem fileSystem = output.getFileSystem(hadoop.value().value());
      if (fileSystem.exists(output)) {
        LOG.debug("{} has its output already", name);
        return LocalFileResult.done(name);
      }
      try (InputStream in = fileSystem.open(input);
          WholeFile out = WholeFile.create(output, hadoop.value().value())) {
        TransformedFile transformed = engine.transform(name, in, out.out());
        if (fileSystem.exists(output)) {
          LOG.info("{} has the output of a faster attempt, which may be counted already", name);
          return LocalFileResult.done(name);
        }
        out.commit();
        LOG.debug(
            "{}: {} records in {} requests", name, transformed.records(), transformed.requests());
      }
      return LocalFileResult.done(name);
    } catch (InvocationException e) {
      LOG.info(
          "{} failed: {} requests of its first {} records, the first at line {}: {}",
          name,
          e.requests().size(),
          e.answered(),
          e.line(),
          e.reason());
      return LocalFileResult.failed(name, e);
    }
  }
}
