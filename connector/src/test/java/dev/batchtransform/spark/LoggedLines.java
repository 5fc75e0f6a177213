package dev.batchtransform.spark;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;

/** What the loggers of a class and below write while this is open, through Spark's own Log4j. */
public final class LoggedLines extends AbstractAppender implements AutoCloseable {

  /**
   * One of them.
   *
   * @param level how loud it is
   * @param text its words
   */
  public record Line(Level level, String text) {}

  private final List<Line> lines = new CopyOnWriteArrayList<>();
  private final Logger logger;

  private LoggedLines(Logger logger) {
    super("logged-lines", null, null, false, Property.EMPTY_ARRAY);
    this.logger = logger;
  }

  /** Those of a logger, by its name. */
  public static LoggedLines of(String name) {
    LoggedLines lines = new LoggedLines((Logger) LogManager.getLogger(name));
    lines.start();
    lines.logger.addAppender(lines);
    return lines;
  }

  /** The texts of warnings, in order. */
  public List<String> warnings() {
    return lines.stream().filter(line -> line.level().equals(Level.WARN)).map(Line::text).toList();
  }

  /** All texts, in order. */
  public List<String> all() {
    return lines.stream().map(Line::text).toList();
  }

  @Override
  public void append(LogEvent event) {
    lines.add(new Line(event.getLevel(), event.getMessage().getFormattedMessage()));
  }

  @Override
  public void close() {
    logger.removeAppender(this);
    stop();
  }
}
