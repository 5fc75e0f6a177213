package dev.batchtransform.spark.internal.run.wave;

import dev.batchtransform.spark.exceptions.StorageException;
import dev.batchtransform.spark.internal.executor.FileFailure;
import dev.batchtransform.spark.internal.executor.KeptAnswers;
import dev.batchtransform.spark.internal.executor.WaveResult;
import dev.batchtransform.spark.internal.ledger.RunLedger;
import dev.batchtransform.spark.internal.stage.Discard;
import dev.batchtransform.spark.internal.stage.OutputListing;
import dev.batchtransform.spark.internal.stage.RunLayout;
import dev.batchtransform.spark.internal.stage.StagedFile;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * What a wave has left below its folder, or where its result says.
 *
 * @param toSurvey for each file that has answers, the output, or that part of one which the wave's
 *     result names
 * @param parts parts of outputs, also of attempts that came to nothing
 */
record WaveOutputs(List<OutputSurveyor.Output> toSurvey, List<Path> parts, FileSystem fileSystem) {

  /** Lists them. */
  static WaveOutputs of(RunLedger run, RunLayout layout, WaveResult result, Configuration hadoop) {
    Path folder = layout.outputs(run.lastWave().index());
    try {
      if (result.elsewhere().isPresent()) {
        return new WaveOutputs(
            elsewhere(run.sending(), result.elsewhere().get(), layout),
            List.of(),
            folder.getFileSystem(hadoop));
      }
      Map<String, FileStatus> found = OutputListing.of(folder, run.sending(), hadoop);
      return new WaveOutputs(
          run.sending().stream().flatMap(file -> output(file, found, result, layout)).toList(),
          found.values().stream().map(FileStatus::getPath).filter(WaveOutputs::isPart).toList(),
          folder.getFileSystem(hadoop));
    } catch (IOException failure) {
      throw new StorageException(
          "Cannot list the outputs below " + folder + ": " + failure.getMessage(), failure);
    }
  }

  private static List<OutputSurveyor.Output> elsewhere(
      List<StagedFile> files, Map<String, KeptAnswers> answers, RunLayout layout) {
    return files.stream()
        .flatMap(
            file ->
                Stream.ofNullable(answers.get(file.name()))
                    .map(whole -> elsewhere(file, whole, layout)))
        .toList();
  }

  private static OutputSurveyor.Output elsewhere(
      StagedFile file, KeptAnswers whole, RunLayout layout) {
    return new OutputSurveyor.Output(
        file, layout.input(file), file.records(), new Path(whole.path()), whole.bytes());
  }

  private static Stream<OutputSurveyor.Output> output(
      StagedFile file, Map<String, FileStatus> found, WaveResult result, RunLayout layout) {
    FileStatus whole = found.get(file.outputName());
    if (whole != null) {
      return Stream.of(
          new OutputSurveyor.Output(
              file, layout.input(file), file.records(), whole.getPath(), whole.getLen()));
    }
    return Optional.ofNullable(result.failures().get(file.name())).stream()
        .flatMap(failure -> part(file, failure, layout).stream());
  }

  private static Optional<OutputSurveyor.Output> part(
      StagedFile file, FileFailure failure, RunLayout layout) {
    return failure.kept().map(kept -> part(file, failure, kept, layout));
  }

  private static OutputSurveyor.Output part(
      StagedFile file, FileFailure failure, KeptAnswers kept, RunLayout layout) {
    return new OutputSurveyor.Output(
        file,
        layout.input(file),
        file.records() - failure.requests().size(),
        new Path(kept.path()),
        kept.bytes());
  }

  private static boolean isPart(Path file) {
    return RunLayout.isPartOfOutput(file.getName());
  }

  /** Deletes the parts that count for nothing. */
  void discardAllBut(Collection<SurveyedOutput> used) {
    Set<String> names =
        used.stream()
            .filter(output -> output.problem() == null)
            .map(output -> new Path(output.path()).getName())
            .collect(Collectors.toSet());
    for (Path part : parts) {
      if (!names.contains(part.getName())) {
        Discard.quietly(fileSystem, part, false);
      }
    }
  }
}
