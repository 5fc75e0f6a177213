package dev.batchtransform.spark.internal.aws;

import static dev.batchtransform.spark.internal.aws.ScriptedSageMaker.Answer.error;
import static dev.batchtransform.spark.internal.aws.ScriptedSageMaker.Answer.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchtransform.spark.exceptions.AwsCallException;
import dev.batchtransform.spark.internal.aws.MessageQueue.FifoOrder;
import dev.batchtransform.spark.internal.aws.MessageQueue.Message;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.regions.Region;

/** What SQS does that a server on a laptop does not: it takes some messages and not others. */
class SqsQueueTest {

  private static final String SEND = "SendMessageBatch";
  private static final List<Message> THREE =
      List.of(message("zero"), message("one"), message("two"));

  private final AwsEnvironment environment = new AwsEnvironment().withCredentials();
  private final ScriptedSageMaker sqs = new ScriptedSageMaker();
  private final RetryPace pace = new RetryPace(Duration.ofMillis(1), Duration.ofMillis(2));
  private final AwsSettings settings =
      new AwsSettings(
          Optional.of("eu-west-1"),
          Optional.of(URI.create("http://127.0.0.1:9")),
          Optional.empty(),
          Optional.empty());
  private final MessageQueue queue =
      SqsQueue.connect(settings, sqs.url() + "/111122223333/failed-rows", pace);

  @AfterEach
  void close() {
    queue.close();
    sqs.close();
    environment.close();
  }

  @Test
  void allMessagesGoInOneCallToTheHostOfTheQueuesOwnUrl() throws Exception {
    sqs.on(SEND, answer(THREE, Set.of(), false));

    assertThat(queue.send(THREE)).isEqualTo(3);

    assertThat(sqs.calls(SEND)).hasSize(1);
    assertThat(sqs.calls(SEND).get(0).body().path("Entries").findValuesAsText("MessageBody"))
        .containsExactly("zero", "one", "two");
  }

  @Test
  void aMessageThatSqsCouldNotTakeIsSentAgainAlone() throws Exception {
    sqs.on(SEND, answer(THREE, Set.of(1), false), answer(THREE, Set.of(0, 2), false));

    assertThat(queue.send(THREE)).isEqualTo(3);

    assertThat(sqs.calls(SEND).get(1).body().path("Entries").findValuesAsText("MessageBody"))
        .containsExactly("one");
  }

  @Test
  void aMessageThatSqsRefusesIsNotSentAgain() throws Exception {
    sqs.on(SEND, answer(THREE, Set.of(1), true));

    assertThat(queue.send(THREE)).isEqualTo(2);
    assertThat(sqs.calls(SEND)).hasSize(1);
  }

  @Test
  void aMessageThatIsNeverTakenIsGivenUp() throws Exception {
    for (int each = 0; each < 5; each++) {
      sqs.on(SEND, answer(THREE, Set.of(0, 1, 2), false));
    }

    assertThat(queue.send(THREE)).isZero();
    assertThat(sqs.calls(SEND)).hasSize(5);
  }

  @Test
  void aFifoQueueIsToldGroupAndDeduplicationId() throws Exception {
    List<Message> ordered = List.of(new Message("zero", Optional.of(new FifoOrder("run", "id-0"))));
    sqs.on(SEND, answer(ordered, Set.of(), false));

    queue.send(ordered);

    assertThat(sqs.calls(SEND).get(0).body().path("Entries").path(0))
        .hasToString(
            "{\"Id\":\"0\",\"MessageBody\":\"zero\",\"MessageDeduplicationId\":\"id-0\",\"MessageGroupId\":\"run\"}");
  }

  @Test
  void aCallThatFailsSaysWhichQueueAndWhy() {
    sqs.on(SEND, error(403, "AccessDeniedException", "not authorized to perform: sqs:SendMessage"));

    assertThatThrownBy(() -> queue.send(THREE))
        .isInstanceOf(AwsCallException.class)
        .hasMessageContaining("/111122223333/failed-rows")
        .hasMessageContaining("sqs:SendMessage");
  }

  @ParameterizedTest
  @CsvSource({
    "https://sqs.eu-central-1.amazonaws.com/111122223333/q, eu-central-1",
    "https://sqs.cn-north-1.amazonaws.com.cn/111122223333/q, cn-north-1",
    "https://eu-west-3.queue.amazonaws.com/111122223333/q, eu-west-3",
    "https://vpce-1-2.sqs.us-west-2.vpce.amazonaws.com/111122223333/q, us-west-2",
    "http://localhost:9324/000000000000/q,"
  })
  void theRegionIsThatOfTheUrlWhereItSaysOne(URI url, String region) {
    assertThat(SqsQueue.regionOf(url)).isEqualTo(Optional.ofNullable(region).map(Region::of));
  }

  private static Message message(String body) {
    return new Message(body, Optional.empty());
  }

  private static ScriptedSageMaker.Answer answer(
      List<Message> messages, Set<Integer> failed, boolean senderFault) {
    ObjectNode answer = new ObjectMapper().createObjectNode();
    ArrayNode successful = answer.putArray("Successful");
    ArrayNode failures = answer.putArray("Failed");
    for (int each = 0; each < messages.size(); each++) {
      String id = Integer.toString(each);
      if (failed.contains(each)) {
        failures
            .addObject()
            .put("Id", id)
            .put("Code", "InternalError")
            .put("SenderFault", senderFault);
      } else {
        successful
            .addObject()
            .put("Id", id)
            .put("MessageId", "m-" + id)
            .put("MD5OfMessageBody", md5(messages.get(each).body()));
      }
    }
    return ok(answer.toString());
  }

  private static String md5(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (java.security.NoSuchAlgorithmException missing) {
      throw new AssertionError(missing);
    }
  }
}
