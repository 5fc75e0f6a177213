package dev.batchtransform.spark.internal.claim;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A driver that claims a run, as its claim file says.
 *
 * @param driver tells this driver from all others, even from another of the same process
 * @param host name of its machine
 * @param user name of its operating system's user: another one's processes may be invisible
 * @param processes the set of processes it belongs to; null when its machine does not tell
 * @param pid its process id
 * @param started when its process was started, as {@link Processes#startOf}; null when unknown
 * @param since when it made its claim, by its own clock
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
record Claimant(
    String driver,
    String host,
    String user,
    @Nullable String processes,
    long pid,
    @Nullable String started,
    String since) {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String THIS_DRIVER = UUID.randomUUID().toString();

  /** This process, claiming now. */
  static Claimant here() {
    long pid = ProcessHandle.current().pid();
    return new Claimant(
        THIS_DRIVER,
        hostName(),
        System.getProperty("user.name", ""),
        Processes.visible().orElse(null),
        pid,
        startOf(pid).orElse(null),
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
  }

  static Claimant read(byte[] json) throws IOException {
    return MAPPER.readValue(json, Claimant.class);
  }

  byte[] json() throws IOException {
    return MAPPER.writeValueAsBytes(this);
  }

  /** Whether it is this very driver. */
  boolean isHere() {
    return driver.equals(THIS_DRIVER);
  }

  /**
   * Whether its process is known to have ended. Only a process of the same kernel, namespace and
   * user can be judged; of any other nothing is known.
   */
  boolean hasEnded() {
    Claimant here = here();
    boolean visible =
        processes != null
            && processes.equals(here.processes)
            && host.equals(here.host)
            && user.equals(here.user);
    if (!visible || started == null) {
      return false;
    }
    try {
      return !Processes.startOf(pid).equals(Optional.of(started));
    } catch (IOException unknown) {
      return false;
    }
  }

  /** For people. */
  @Override
  public String toString() {
    return "process " + pid + " on " + host + " (since " + since + ")";
  }

  private static Optional<String> startOf(long pid) {
    try {
      return Processes.startOf(pid);
    } catch (IOException unknown) {
      return Optional.empty();
    }
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException nameless) {
      return "localhost";
    }
  }
}
