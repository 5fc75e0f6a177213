package dev.batchtransform.spark.it.jar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.batchtransform.spark.internal.version.ConnectorVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;

class ShadedJarTest {

  /**
   * The SageMaker client has thousands of classes, those of its logs and of a queue some hundreds;
   * anything much larger has more than these.
   */
  private static final long LARGEST_JAR = 30L << 20;

  private static final String SHADED = "dev.batchtransform.spark.shaded.";

  private static final Set<String> ALLOWED_SERVICES =
      Set.of(
          "META-INF/services/org.apache.spark.sql.sources.DataSourceRegister",
          "META-INF/services/" + SHADED + "software.amazon.awssdk.http.SdkHttpService",
          "META-INF/services/"
              + SHADED
              + "software.amazon.awssdk.thirdparty.jackson.core.JsonFactory");

  private static final Set<String> LEGAL =
      Set.of(
          "META-INF/LICENSE",
          "META-INF/LICENSE-aws-sdk-java.txt",
          "META-INF/LICENSE-fastcsv.txt",
          "META-INF/LICENSE-fastdoubleparser.txt",
          "META-INF/NOTICE",
          "META-INF/FastDoubleParser-LICENSE",
          "META-INF/FastDoubleParser-NOTICE",
          "META-INF/thirdparty-LICENSE");

  private static final Pattern UNRELOCATED =
      Pattern.compile(
          "(?<!shaded[./])(software[./]amazon[./]|org[./]reactivestreams[./]|de[./]siegmar[./]|ch[./]randelshofer[./])");

  /** Each with the reason why it does no harm that it names the SDK as it was. */
  private static final Set<String> HARMLESS =
      Set.of(
          // Messages about Amazon's native library, which is never in the jar.
          "Could not load software.amazon.awssdk.crt.checksums.CRC64NVME. Add dependency on"
              + " 'software.amazon.awssdk.crt:aws-crt' module to enable CRC64NVME feature.",
          "Failed to instantiate software.amazon.awssdk.crt.checksums.CRC32C");

  @Test
  void everyClassIsBelowOurRoots() throws IOException {
    assertThat(ConnectorJar.files())
        .filteredOn(file -> file.endsWith(".class"))
        .isNotEmpty()
        .allMatch(ConnectorJar::isOurs);
  }

  @Test
  void everyOtherFileIsOneWeMeanToShip() throws IOException {
    assertThat(ConnectorJar.files())
        .filteredOn(file -> !ConnectorJar.isOurs(file))
        .filteredOn(file -> !file.startsWith("batch_transform/"))
        .filteredOn(file -> !ALLOWED_SERVICES.contains(file))
        .filteredOn(file -> !LEGAL.contains(file))
        .containsExactly("META-INF/MANIFEST.MF");
  }

  @Test
  void licencesAndNoticesOfWhatIsInsideAreKept() throws IOException {
    assertThat(ConnectorJar.files()).containsAll(LEGAL);
    assertThat(new String(ConnectorJar.read("META-INF/NOTICE"), UTF_8))
        .contains("Spark Batch Transform", "AWS SDK for Java", "Jackson");
  }

  @Test
  void everyProviderThatAServiceFileNamesIsInTheJar() throws IOException {
    List<String> files = ConnectorJar.files();
    for (String service : files.stream().filter(ALLOWED_SERVICES::contains).toList()) {
      assertThat(new String(ConnectorJar.read(service), UTF_8).lines())
          .filteredOn(line -> !line.isBlank() && !line.startsWith("#"))
          .as(service)
          .isNotEmpty()
          .allMatch(provider -> files.contains(provider.replace('.', '/') + ".class"));
    }
  }

  @Test
  void noClassNamesTheSdkWhereItIsNot() throws IOException {
    Set<String> constants = new TreeSet<>();
    for (ClassReader type : ConnectorJar.classes()) {
      Constants.textsOf(type).stream()
          .filter(text -> UNRELOCATED.matcher(text).find())
          .filter(text -> !HARMLESS.contains(text))
          .forEach(text -> constants.add(type.getClassName() + ": " + text));
    }
    assertThat(constants).isEmpty();
  }

  /** The SDK looks for them by their names, and says nothing of them before a user needs them. */
  @Test
  void whatFindsTheCredentialsOfAProfileIsInTheJar() throws IOException {
    String services = SHADED.replace('.', '/') + "software/amazon/awssdk/services/";

    assertThat(ConnectorJar.files())
        .contains(
            services + "sso/auth/SsoProfileCredentialsProviderFactory.class",
            services + "ssooidc/SsoOidcProfileTokenProviderFactory.class",
            services + "sts/internal/StsProfileCredentialsProviderFactory.class",
            services + "sts/internal/StsWebIdentityCredentialsProviderFactory.class");
  }

  @Test
  void theJarStaysSmall() throws IOException {
    assertThat(Files.size(ConnectorJar.path())).isLessThan(LARGEST_JAR);
  }

  @Test
  void theJarKnowsItsVersion() {
    assertThat(ConnectorVersion.current()).matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
  }
}
