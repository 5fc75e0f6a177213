package dev.batchtransform.spark.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.SparkException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What travels arrives, whatever serializer the application uses. */
class SparkTasksTest {

  private static final Map<String, String> KRYO =
      Map.of("spark.serializer", "org.apache.spark.serializer.KryoSerializer");
  private static final Map<String, String> STRICT_KRYO =
      Map.of(
          "spark.serializer",
          "org.apache.spark.serializer.KryoSerializer",
          "spark.kryo.registrationRequired",
          "true");

  /** Of all that Kryo cannot carry. */
  record Question(int number, List<Integer> more, Map<String, String> names)
      implements Serializable {}

  /** Of all that Kryo cannot carry. */
  record Answer(Question question, int task, String description) implements Serializable {}

  private SparkTasks tasks;

  static List<Map<String, String>> serializers() {
    return List.of(Map.of(), KRYO, STRICT_KRYO);
  }

  @AfterEach
  void stopSpark() {
    SparkSession.active().stop();
  }

  @ParameterizedTest
  @MethodSource("serializers")
  void resultsArriveInTheOrderOfTheInputs(Map<String, String> conf) {
    start(conf);

    List<Answer> answers = tasks.each("Ask", questions(), any -> heavy(), SparkTasksTest::answer);

    assertThat(answers).extracting(Answer::question).isEqualTo(questions());
    assertThat(answers).extracting(Answer::task).containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(answers).extracting(Answer::description).containsOnly("Ask");
  }

  @ParameterizedTest
  @MethodSource("serializers")
  void neighboursThatWeighLittleAreWorkedOnTogether(Map<String, String> conf) {
    start(conf);

    List<String> groups =
        tasks.together("Group", questions(), any -> TaskWeight.ofFile(0), SparkTasksTest::numbered);

    assertThat(groups).containsExactly("0: 0 1 2", "1: 3 4 5");
  }

  @ParameterizedTest
  @MethodSource("serializers")
  void aFailureNamesItsCauseAndTheCallersDescriptionStays(Map<String, String> conf) {
    JavaSparkContext spark = start(conf);
    spark.setJobDescription("the caller's");

    assertThatThrownBy(
            () -> tasks.each("Fail", questions(), any -> heavy(), SparkTasksTest::refuse))
        .isInstanceOf(SparkException.class)
        .hasMessageContaining("IOException: no file 3");
    assertThat(spark.getLocalProperty("spark.job.description")).isEqualTo("the caller's");
  }

  @Test
  void whatIsOverSoonerThanAJobIsStartedIsDoneByTheDriver() {
    start(Map.of());
    List<Question> few = questions().subList(0, 3);

    List<Boolean> inTasks =
        tasks.each("Few", few, any -> TaskWeight.ofFile(1000), any -> TaskContext.get() != null);

    assertThat(inTasks).containsExactly(false, false, false);
  }

  @Test
  void whatTheDriverCannotDoTasksDo() {
    start(Map.of());

    List<Integer> numbers =
        tasks.each(
            "Few",
            questions().subList(0, 2),
            any -> TaskWeight.ofFile(1000),
            question -> {
              if (TaskContext.get() == null) {
                throw new IOException("not here");
              }
              return question.number();
            });

    assertThat(numbers).containsExactly(0, 1);
  }

  private JavaSparkContext start(Map<String, String> conf) {
    SparkSession.Builder builder =
        SparkSession.builder().master("local[2]").config("spark.ui.enabled", "false");
    conf.forEach(builder::config);
    JavaSparkContext spark = new JavaSparkContext(builder.getOrCreate().sparkContext());
    tasks = new SparkTasks(spark);
    return spark;
  }

  private static Answer answer(Question question) {
    TaskContext task = TaskContext.get();
    return new Answer(question, task.partitionId(), task.getLocalProperty("spark.job.description"));
  }

  private static String numbered(int task, List<Question> some) {
    return some.stream()
        .map(question -> Integer.toString(question.number()))
        .collect(Collectors.joining(" ", task + ": ", ""));
  }

  private static Integer refuse(Question question) throws IOException {
    if (question.number() == 3) {
      throw new IOException("no file 3");
    }
    return question.number();
  }

  private static List<Question> questions() {
    return IntStream.range(0, 6)
        .mapToObj(number -> new Question(number, List.of(number), Map.of("n", "" + number)))
        .toList();
  }

  private static TaskWeight heavy() {
    return TaskWeight.ofFile(1L << 30);
  }
}
