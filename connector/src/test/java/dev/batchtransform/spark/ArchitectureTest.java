package dev.batchtransform.spark;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The packages of the connector, and which may know which. Each package's own page says the same.
 */
class ArchitectureTest {

  private static final String ROOT = "dev.batchtransform.spark";

  /** The root package, which is public API. */
  private static final String PUBLIC_API = "";

  private static final Path SOURCES = Path.of("src", "main", "java");
  private static final Path ENGINE_SOURCES = Path.of("..", "engine").resolve(SOURCES);
  private static final int MOST_CLASSES = 30;

  /** Packages that are public API; all others lie below {@code internal}. */
  private static final Set<String> PUBLIC = Set.of(PUBLIC_API, "model", "exceptions", "events");

  /** Packages that every package may import. */
  private static final Set<String> FOUNDATION =
      Set.of("model", "exceptions", "events", "fault", "text", "version");

  /** What each package may import of the others, besides {@link #FOUNDATION}. */
  private static final Map<String, Set<String>> MAY_IMPORT =
      Map.ofEntries(
          Map.entry(
              PUBLIC_API,
              Set.of(
                  "verify",
                  "source",
                  "housekeeping",
                  "report",
                  "run",
                  "run.isolation",
                  "executor.auto",
                  "join",
                  "ledger",
                  "session",
                  "stage",
                  "record.encode",
                  "cost",
                  "options")),
          Map.entry(
              "source",
              Set.of(
                  "source.write",
                  "source.metrics",
                  "run",
                  "deadletter",
                  "join",
                  "ledger",
                  "session",
                  "stage",
                  "record",
                  "record.answer",
                  "record.value",
                  "cost",
                  "options")),
          Map.entry(
              "source.write",
              Set.of(
                  "source.metrics",
                  "run",
                  "ledger",
                  "session",
                  "stage",
                  "record.encode",
                  "record.rowlog",
                  "options")),
          Map.entry("source.metrics", Set.of()),
          Map.entry("report", Set.of("ledger", "executor", "cost", "stage", "options")),
          Map.entry("verify", Set.of("source", "join", "ledger", "session", "stage", "options")),
          Map.entry(
              "housekeeping",
              Set.of("run", "join", "ledger", "claim", "executor", "session", "stage", "options")),
          Map.entry(
              "run",
              Set.of(
                  "run.wave",
                  "run.isolation",
                  "deadletter",
                  "join",
                  "ledger",
                  "claim",
                  "executor",
                  "executor.async",
                  "executor.auto",
                  "executor.batch",
                  "executor.local",
                  "executor.stepfunctions",
                  "session",
                  "stage",
                  "record",
                  "record.encode",
                  "record.rowlog",
                  "record.answer",
                  "record.value",
                  "cost",
                  "options")),
          Map.entry(
              "run.wave",
              Set.of(
                  "run.isolation",
                  "join",
                  "ledger",
                  "executor",
                  "session",
                  "stage",
                  "record.answer",
                  "options")),
          Map.entry("run.isolation", Set.of()),
          Map.entry(
              "deadletter",
              Set.of(
                  "run.wave",
                  "join",
                  "ledger",
                  "session",
                  "stage",
                  "record",
                  "record.encode",
                  "record.answer",
                  "aws",
                  "options")),
          Map.entry(
              "join",
              Set.of(
                  "ledger",
                  "session",
                  "stage",
                  "record.rowlog",
                  "record.answer",
                  "record.value",
                  "options")),
          Map.entry(
              "ledger",
              Set.of(
                  "claim",
                  "executor",
                  "stage",
                  "record.rowlog",
                  "record.answer",
                  "record.value",
                  "options")),
          Map.entry("claim", Set.of("stage")),
          Map.entry("executor", Set.of("aws", "stage", "options")),
          Map.entry("executor.async", Set.of("executor", "aws", "stage", "options")),
          Map.entry("executor.auto", Set.of("options")),
          Map.entry("executor.batch", Set.of("executor", "aws", "stage", "options")),
          Map.entry("executor.local", Set.of("executor", "aws", "session", "stage", "options")),
          Map.entry("executor.stepfunctions", Set.of("executor", "aws", "options")),
          Map.entry("session", Set.of("options")),
          Map.entry("stage", Set.of("session", "record.rowlog", "options")),
          Map.entry("record", Set.of("options")),
          Map.entry("record.encode", Set.of("record", "options")),
          Map.entry("record.rowlog", Set.of("record", "record.encode")),
          Map.entry("record.json", Set.of("record", "record.encode")),
          Map.entry("record.value", Set.of("record", "record.encode", "record.json")),
          Map.entry(
              "record.answer",
              Set.of("record", "record.encode", "record.json", "record.value", "options")),
          Map.entry("options", Set.of()),
          Map.entry("aws", Set.of()),
          Map.entry("cost", Set.of()),
          Map.entry("model", Set.of()),
          Map.entry("exceptions", Set.of()),
          Map.entry("events", Set.of()),
          Map.entry("fault", Set.of()),
          Map.entry("text", Set.of()),
          Map.entry("version", Set.of()));

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

  private static final JavaClasses CONNECTOR =
      new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages(ROOT);

  @TestFactory
  Stream<DynamicTest> aPackageImportsOnlyThoseBelowIt() {
    return MAY_IMPORT.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(
            each ->
                dynamicTest(
                    each.getKey().equals(PUBLIC_API) ? "public API" : each.getKey(),
                    () -> importsOnly(each.getKey(), each.getValue()).check(CONNECTOR)));
  }

  @Test
  void anArrowThatPointsUpIsFound() {
    assertThat(importsOnly("executor.batch", Set.of("executor")).evaluate(CONNECTOR).hasViolation())
        .isTrue();
  }

  @Test
  void everyPackageIsInTheTableAndTheOtherWayRound() {
    Set<String> packages =
        CONNECTOR.stream().map(JavaClass::getPackageName).collect(toCollection(TreeSet::new));
    assertThat(packages)
        .containsExactlyInAnyOrderElementsOf(
            MAY_IMPORT.keySet().stream().map(ArchitectureTest::packageOf).toList());
  }

  /** A page is what people read; this test is what holds. */
  @TestFactory
  Stream<DynamicTest> everyPackagesPageSaysWhatItMayImport() {
    return MAY_IMPORT.entrySet().stream()
        .map(
            each ->
                dynamicTest(
                    packageOf(each.getKey()),
                    () -> assertThat(importsByPage(each.getKey())).isEqualTo(each.getValue())));
  }

  private static Set<String> importsByPage(String name) throws IOException {
    Path sources = name.equals("model") ? ENGINE_SOURCES : SOURCES;
    Path page = sources.resolve(packageOf(name).replace('.', '/')).resolve("package-info.java");
    String text = Files.readString(page).replaceAll("\\s*\\*\\s*", " ");
    String imports = text.substring(text.indexOf("May import of ours:"));
    return Pattern.compile("\\{@code ([a-z.]+)\\}")
        .matcher(imports.substring(0, imports.indexOf("@NullMarked")))
        .results()
        .map(found -> found.group(1))
        .collect(toSet());
  }

  @Test
  void noPackageGrowsLarge() {
    assertThat(
            CONNECTOR.stream()
                .filter(JavaClass::isTopLevelClass)
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .collect(groupingBy(JavaClass::getPackageName, counting())))
        .allSatisfy(
            (name, classes) -> assertThat(classes).as(name).isLessThanOrEqualTo(MOST_CLASSES));
  }

  @Test
  void thePublicApiNamesNothingInternal() {
    assertThat(
            CONNECTOR.stream()
                .filter(type -> type.getPackageName().equals(ROOT))
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .flatMap(type -> type.getMethods().stream())
                .filter(method -> method.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(
                    method ->
                        Stream.concat(
                                Stream.of(method.getRawReturnType()),
                                method.getRawParameterTypes().stream())
                            .anyMatch(type -> type.getPackageName().contains(".internal"))))
        .isEmpty();
  }

  @Test
  void packagesHaveNoCycles() {
    SlicesRuleDefinition.slices()
        .matching(ROOT + ".(**)")
        .should()
        .beFreeOfCycles()
        .check(CONNECTOR);
  }

  @Test
  void onlyOnePackageSeesTheAwsSdk() {
    noClasses()
        .that()
        .resideOutsideOfPackage(packageOf("aws"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("software.amazon..")
        .check(CONNECTOR);
  }

  /** All of ours may import its times. */
  @Test
  void onlyWhoHearsOfSingleRequestsKnowsTheEngine() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            packageOf("executor"), packageOf("executor.local"), packageOf("run.wave"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.batchtransform.engine", "dev.batchtransform.engine.processing..")
        .check(CONNECTOR);
  }

  @TestFactory
  Stream<DynamicTest> aPackageKnowsOnlyTheLibrariesItIsFor() {
    return Stream.of(
        dynamicTest("model", () -> knowsNothingOf(packageNamed("model"), SPARK_AND_HADOOP)),
        dynamicTest("options", () -> knowsNothingOf(packageNamed("options"), SPARK_AND_HADOOP)),
        dynamicTest("fault", () -> knowsNothingOf(packageNamed("fault"), SPARK_AND_HADOOP)),
        dynamicTest("text", () -> knowsNothingOf(packageNamed("text"), SPARK_AND_HADOOP)),
        dynamicTest("version", () -> knowsNothingOf(packageNamed("version"), SPARK_AND_HADOOP)),
        dynamicTest("aws", () -> knowsNothingOf(packageNamed("aws"), SPARK_AND_HADOOP)),
        dynamicTest("cost", () -> knowsNothingOf(packageNamed("cost"), SPARK_AND_HADOOP)),
        dynamicTest("executor.batch", () -> knowsNothingOf(packageNamed("executor.batch"), SPARK)),
        dynamicTest("executor", () -> knowsNothingOf(packageNamed("executor"), SPARK)),
        dynamicTest("record", () -> knowsNothingOf(below("record"), HADOOP)),
        dynamicTest("session", () -> knowsNothingOf(packageNamed("session"), SPARK_PLANS)),
        dynamicTest("stage", () -> knowsNothingOf(packageNamed("stage"), SPARK_PLANS)),
        dynamicTest("claim", () -> knowsNothingOf(packageNamed("claim"), SPARK)),
        dynamicTest("ledger", () -> knowsNothingOf(packageNamed("ledger"), SPARK_PLANS)),
        dynamicTest("join", () -> knowsNothingOf(packageNamed("join"), SPARK_PLANS)),
        dynamicTest("run", () -> knowsNothingOf(below("run"), SPARK_PLANS)));
  }

  @Test
  void everyPackageHasAPageThatDefaultsToNonNull() {
    assertThat(CONNECTOR.stream().map(JavaClass::getPackage).distinct())
        .filteredOn(javaPackage -> !isNullMarked(javaPackage))
        .extracting(JavaPackage::getName)
        .isEmpty();
  }

  @Test
  void logsGoThroughSlf4j() {
    noClasses().that(not(PROGRAM)).should(ACCESS_STANDARD_STREAMS).check(CONNECTOR);
    NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(CONNECTOR);
  }

  private static ArchRule importsOnly(String name, Set<String> allowed) {
    String[] forbidden =
        MAY_IMPORT.keySet().stream()
            .filter(other -> !other.equals(name) && !allowed.contains(other))
            .filter(other -> !FOUNDATION.contains(other))
            .map(ArchitectureTest::packageOf)
            .toArray(String[]::new);
    return noClasses()
        .that(packageNamed(name))
        .should()
        .dependOnClassesThat(resideInAnyPackage(forbidden));
  }

  private static void knowsNothingOf(DescribedPredicate<JavaClass> classes, String... libraries) {
    noClasses()
        .that(classes)
        .should()
        .dependOnClassesThat(resideInAnyPackage(libraries))
        .check(CONNECTOR);
  }

  private static DescribedPredicate<JavaClass> packageNamed(String name) {
    return resideInAPackage(packageOf(name));
  }

  private static DescribedPredicate<JavaClass> below(String name) {
    return resideInAPackage(packageOf(name) + "..");
  }

  private static String packageOf(String name) {
    if (name.equals(PUBLIC_API)) {
      return ROOT;
    }
    return ROOT + (PUBLIC.contains(name) ? "." : ".internal.") + name;
  }

  private static boolean isNullMarked(JavaPackage javaPackage) {
    return javaPackage.isAnnotatedWith(NullMarked.class);
  }
}
