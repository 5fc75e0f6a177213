package dev.batchtransform.spark;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The rooms of the house, and which may know which. Each package's own page says the same. */
class HouseTest {

  private static final String ROOT = "dev.batchtransform.spark";
  private static final String FACE = "";

  /** Rooms that every room may import. */
  private static final Set<String> FLOOR = Set.of("fault", "version");

  /** What each room may import of the others, beside {@link #FLOOR}. */
  private static final Map<String, Set<String>> MAY_IMPORT =
      Map.ofEntries(
          Map.entry("ml", Set.of(FACE, "options")),
          Map.entry(
              FACE,
              Set.of(
                  "source",
                  "run",
                  "run.claim",
                  "run.isolation",
                  "executor",
                  "session",
                  "stage",
                  "record",
                  "cost",
                  "options")),
          Map.entry(
              "source",
              Set.of(
                  "source.metrics",
                  "run",
                  "run.claim",
                  "executor",
                  "session",
                  "stage",
                  "record",
                  "cost",
                  "options")),
          Map.entry("source.metrics", Set.of()),
          Map.entry(
              "run",
              Set.of(
                  "run.claim",
                  "run.isolation",
                  "executor",
                  "executor.batch",
                  "executor.local",
                  "aws",
                  "session",
                  "stage",
                  "record",
                  "cost",
                  "options")),
          Map.entry("run.claim", Set.of("stage")),
          Map.entry("run.isolation", Set.of()),
          Map.entry("executor", Set.of("stage", "record", "options")),
          Map.entry("executor.batch", Set.of("executor", "aws", "stage", "record", "options")),
          Map.entry("executor.local", Set.of("executor", "session", "stage", "record", "options")),
          Map.entry("session", Set.of("options")),
          Map.entry("stage", Set.of("record", "options")),
          Map.entry("record", Set.of("options")),
          Map.entry("cost", Set.of("options")),
          Map.entry("options", Set.of()),
          Map.entry("aws", Set.of()),
          Map.entry("fault", Set.of()),
          Map.entry("version", Set.of()));

  /**
   * The classes of {@code executor.local} that run the engine inside Spark, over Hadoop's files.
   */
  private static final DescribedPredicate<JavaClass> LOCAL_EXECUTOR =
      resideInAPackage(packageOf("executor.local"))
          .and(nameMatching(".*\\.(LocalExecutor|LocalWave|LocalFileTask)(\\$.*)?"))
          .as("the local executor");

  private static final DescribedPredicate<JavaClass> ENGINE =
      resideInAPackage(packageOf("executor.local"))
          .and(not(LOCAL_EXECUTOR))
          .as("the engine that the emulator runs too");

  /** A command line talks to whoever called it. */
  private static final DescribedPredicate<JavaClass> PROGRAM =
      resideInAPackage(ROOT).and(nameMatching(".*\\.Reaper")).as("a program");

  private static final String[] SPARK = {"org.apache.spark..", "scala.."};
  private static final String[] HADOOP = {"org.apache.hadoop.."};
  private static final String[] SPARK_AND_HADOOP = {
    "org.apache.spark..", "scala..", "org.apache.hadoop.."
  };
  private static final String[] SPARK_PLANS = {
    "org.apache.spark.sql.connector..",
    "org.apache.spark.sql.execution..",
    "org.apache.spark.sql.catalyst.plans..",
    "org.apache.spark.sql.catalyst.analysis.."
  };

  private static final JavaClasses HOUSE =
      new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages(ROOT);

  @TestFactory
  Stream<DynamicTest> aRoomImportsOnlyTheRoomsBelowIt() {
    return MAY_IMPORT.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(
            room ->
                dynamicTest(
                    room.getKey().isEmpty() ? "face" : room.getKey(),
                    () -> importsOnly(room.getKey(), room.getValue()).check(HOUSE)));
  }

  @Test
  void anArrowThatPointsUpIsFound() {
    assertThat(importsOnly("executor.batch", Set.of("executor")).evaluate(HOUSE).hasViolation())
        .isTrue();
  }

  @Test
  void everyClassIsInAKnownRoom() {
    Set<String> packages =
        HOUSE.stream().map(JavaClass::getPackageName).collect(toCollection(TreeSet::new));
    assertThat(packages)
        .isSubsetOf(MAY_IMPORT.keySet().stream().map(HouseTest::packageOf).toList());
  }

  @Test
  void roomsHaveNoCycles() {
    SlicesRuleDefinition.slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(HOUSE);
  }

  @Test
  void onlyOneRoomSeesTheAwsSdk() {
    noClasses()
        .that()
        .resideOutsideOfPackage(packageOf("aws"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("software.amazon..")
        .check(HOUSE);
  }

  @TestFactory
  Stream<DynamicTest> aRoomKnowsOnlyTheLibrariesItIsFor() {
    return Stream.of(
        dynamicTest("the engine", () -> knowsNothingOf(ENGINE, SPARK_AND_HADOOP)),
        dynamicTest("options", () -> knowsNothingOf(room("options"), SPARK_AND_HADOOP)),
        dynamicTest("fault", () -> knowsNothingOf(room("fault"), SPARK_AND_HADOOP)),
        dynamicTest("version", () -> knowsNothingOf(room("version"), SPARK_AND_HADOOP)),
        dynamicTest("aws", () -> knowsNothingOf(room("aws"), SPARK_AND_HADOOP)),
        dynamicTest("cost", () -> knowsNothingOf(room("cost"), SPARK_AND_HADOOP)),
        dynamicTest("executor.batch", () -> knowsNothingOf(room("executor.batch"), SPARK)),
        dynamicTest("executor", () -> knowsNothingOf(room("executor"), SPARK)),
        dynamicTest("record", () -> knowsNothingOf(room("record"), HADOOP)),
        dynamicTest("session", () -> knowsNothingOf(room("session"), SPARK_PLANS)),
        dynamicTest("stage", () -> knowsNothingOf(room("stage"), SPARK_PLANS)),
        dynamicTest("run.claim", () -> knowsNothingOf(room("run.claim"), SPARK)),
        dynamicTest("run", () -> knowsNothingOf(room("run"), SPARK_PLANS)));
  }

  @Test
  void theEngineRunsWithoutTheLocalExecutor() {
    noClasses().that(ENGINE).should().dependOnClassesThat(LOCAL_EXECUTOR).check(HOUSE);
  }

  @Test
  void everyPackageHasAPageThatDefaultsToNonNull() {
    assertThat(HOUSE.stream().map(JavaClass::getPackage).distinct())
        .filteredOn(javaPackage -> !isNullMarked(javaPackage))
        .extracting(JavaPackage::getName)
        .isEmpty();
  }

  @Test
  void logsGoThroughSlf4j() {
    noClasses().that(not(PROGRAM)).should(ACCESS_STANDARD_STREAMS).check(HOUSE);
    NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(HOUSE);
  }

  private static ArchRule importsOnly(String room, Set<String> allowed) {
    String[] forbidden =
        MAY_IMPORT.keySet().stream()
            .filter(other -> !other.equals(room) && !allowed.contains(other))
            .filter(other -> !FLOOR.contains(other))
            .map(HouseTest::packageOf)
            .toArray(String[]::new);
    // A room that is not built yet breaks no rule.
    return noClasses()
        .that(room(room))
        .should()
        .dependOnClassesThat(resideInAnyPackage(forbidden))
        .allowEmptyShould(true);
  }

  private static void knowsNothingOf(DescribedPredicate<JavaClass> classes, String... libraries) {
    noClasses()
        .that(classes)
        .should()
        .dependOnClassesThat(resideInAnyPackage(libraries))
        .allowEmptyShould(true)
        .check(HOUSE);
  }

  private static DescribedPredicate<JavaClass> room(String room) {
    return resideInAPackage(packageOf(room));
  }

  private static String packageOf(String room) {
    return room.isEmpty() ? ROOT : ROOT + "." + room;
  }

  private static boolean isNullMarked(JavaPackage javaPackage) {
    return javaPackage.isAnnotatedWith(NullMarked.class);
  }
}
