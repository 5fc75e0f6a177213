package dev.batchtransform.emulator.shape;

import static dev.batchtransform.emulator.shape.Shape.items;
import static dev.batchtransform.emulator.shape.Shape.oneOf;
import static dev.batchtransform.emulator.shape.Shape.optional;
import static dev.batchtransform.emulator.shape.Shape.required;
import static dev.batchtransform.emulator.shape.Shape.structure;
import static dev.batchtransform.emulator.shape.Shape.text;
import static dev.batchtransform.emulator.shape.Shape.whole;

import dev.batchtransform.emulator.shape.Shape.Flag;
import dev.batchtransform.emulator.shape.Shape.Structure;
import dev.batchtransform.emulator.shape.Shape.Text;

/** What each request of the emulated part of CloudWatch Logs' API may look like. */
public final class LogsShapes {

  private static final Text GROUP = text(1, 512, "[\\.\\-_/#A-Za-z0-9]+");
  private static final Text STREAM = text(1, 512, "[^:*]*");
  private static final Text TOKEN = text(1, 8192);
  private static final Shape TIME = whole(0, Long.MAX_VALUE);

  public static final Structure FILTER_LOG_EVENTS =
      structure(
          required("logGroupName", GROUP),
          optional("logStreamNames", items(STREAM, 1, 100)),
          optional("logStreamNamePrefix", STREAM),
          optional("startTime", TIME),
          optional("endTime", TIME),
          optional("filterPattern", text(0, 1024)),
          optional("nextToken", TOKEN),
          optional("limit", whole(1, 10_000)));

  public static final Structure GET_LOG_EVENTS =
      structure(
          required("logGroupName", GROUP),
          required("logStreamName", STREAM),
          optional("startTime", TIME),
          optional("endTime", TIME),
          optional("nextToken", TOKEN),
          optional("limit", whole(1, 10_000)),
          optional("startFromHead", new Flag()));

  public static final Structure DESCRIBE_LOG_STREAMS =
      structure(
          required("logGroupName", GROUP),
          optional("logStreamNamePrefix", STREAM),
          optional("orderBy", oneOf("LogStreamName", "LastEventTime")),
          optional("descending", new Flag()),
          optional("nextToken", TOKEN),
          optional("limit", whole(1, 50)));

  private LogsShapes() {}
}
