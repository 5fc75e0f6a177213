package dev.batchtransform.spark.it;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** What {@code ServerProcessesTest} has started; with that one alone, there is a minute to wait. */
@Order(ServerProcesses.AFTER_ALL_OTHERS)
class ServersLeftTest {
  @Test
  void nothingIsLeftAMinuteAfterTheLastRequest() {
    ServerProcesses.awaitNone(ServerProcesses.MARK);
  }
}
