package dev.batchtransform.spark.internal.run.wave;

import dev.batchtransform.spark.internal.ledger.LedgerFile;
import dev.batchtransform.spark.internal.record.answer.AnswerShape;
import dev.batchtransform.spark.internal.stage.StagedFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.types.DataType;

/** Looks through the outputs of a wave before they are trusted. */
interface OutputSurveyor {

  /**
   * An output.
   *
   * @param file the file it answers
   * @param input where that is
   * @param answers how many of the file's records it answers
   * @param bytes the output's size
   */
  record Output(StagedFile file, Path input, long answers, Path path, long bytes) {}

  /**
   * What was found.
   *
   * @param outputs what of each output, by the file's name
   * @param shape what the answers of all that can be trusted look like; empty when their type is
   *     given
   * @param unfilled fields of the given type of which none of those answers has a value; empty when
   *     there are none to be read
   */
  record Survey(
      Map<String, SurveyedOutput> outputs,
      Optional<AnswerShape> shape,
      Optional<List<String>> unfilled) {}

  /** Looks through outputs. */
  Survey survey(List<Output> outputs);

  /**
   * Counts the answers that cannot be read as a type.
   *
   * @param files files with answers
   * @return what was found of each, by the file's name
   */
  Map<String, UnreadableAnswers.Count> unreadable(List<LedgerFile> files, DataType type);
}
