package dev.batchtransform.spark.sqs;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;

/** What is logged as a warning in this JVM, from now until it is closed. */
final class LoggedWarnings extends AbstractAppender implements AutoCloseable {

  private final List<String> said = new CopyOnWriteArrayList<>();
  private final Logger root = (Logger) LogManager.getRootLogger();

  LoggedWarnings() {
    super("warnings", null, null, true, Property.EMPTY_ARRAY);
    start();
    root.addAppender(this);
  }

  List<String> said() {
    return said;
  }

  @Override
  public void append(LogEvent event) {
    if (event.getLevel().equals(Level.WARN)) {
      said.add(event.getMessage().getFormattedMessage());
    }
  }

  @Override
  public void close() {
    root.removeAppender(this);
    stop();
  }
}
