package dev.batchtransform.spark.it;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;

/** The warnings that loggers below a name write while this is open, through Spark's own Log4j. */
final class Warnings extends AbstractAppender implements AutoCloseable {
  private final List<String> texts = new CopyOnWriteArrayList<>();
  private final Logger logger;

  private Warnings(Logger logger) {
    super("warnings", null, null, false, Property.EMPTY_ARRAY);
    this.logger = logger;
  }

  static Warnings of(String name) {
    Warnings warnings = new Warnings((Logger) LogManager.getLogger(name));
    warnings.start();
    warnings.logger.addAppender(warnings);
    return warnings;
  }

  List<String> texts() {
    return List.copyOf(texts);
  }

  @Override
  public void append(LogEvent event) {
    if (event.getLevel().isMoreSpecificThan(Level.WARN)) {
      texts.add(event.getMessage().getFormattedMessage());
    }
  }

  @Override
  public void close() {
    logger.removeAppender(this);
    stop();
  }
}
