package dev.batchtransform.spark.internal.aws;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/** What AWS's default chain finds in this JVM: nothing but what a test puts there. */
public final class AwsEnvironment implements AutoCloseable {

  private final Map<String, String> before = new LinkedHashMap<>();

  public AwsEnvironment() {
    set("aws.disableEc2Metadata", "true");
    set("aws.configFile", "/does/not/exist/config");
    set("aws.sharedCredentialsFile", "/does/not/exist/credentials");
  }

  public AwsEnvironment withCredentials() {
    set("aws.accessKeyId", "key-of-a-test");
    set("aws.secretAccessKey", "secret-of-a-test");
    return this;
  }

  public AwsEnvironment withRegion(String region) {
    set("aws.region", region);
    return this;
  }

  AwsEnvironment withStsAt(URI url) {
    set("aws.endpointUrlSts", url.toString());
    return this;
  }

  private void set(String property, String value) {
    before.putIfAbsent(property, System.getProperty(property, ""));
    System.setProperty(property, value);
  }

  @Override
  public void close() {
    before.forEach(
        (property, value) -> {
          if (value.isEmpty()) {
            System.clearProperty(property);
          } else {
            System.setProperty(property, value);
          }
        });
  }
}
