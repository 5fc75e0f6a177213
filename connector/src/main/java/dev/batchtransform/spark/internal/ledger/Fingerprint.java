package dev.batchtransform.spark.internal.ledger;

import dev.batchtransform.spark.internal.options.OptionTable;
import dev.batchtransform.spark.internal.options.RecordFormat;
import dev.batchtransform.spark.internal.options.TimestampPrecision;
import dev.batchtransform.spark.internal.options.TransformOption;
import dev.batchtransform.spark.internal.options.TransformOptions;
import dev.batchtransform.spark.internal.record.rowlog.StoredTypes;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * What makes the answers of a run what they are: the schema, what is sent of a row, and who
 * answers. Two writes to one run id must agree in it. Where and how fast the model runs does not
 * matter, so a run may go on with other instances.
 */
public final class Fingerprint {
  private static final List<TransformOption<?>> PARTS =
      List.of(
          OptionTable.EXECUTOR,
          OptionTable.MODEL,
          OptionTable.LOCAL_MODEL,
          OptionTable.ENDPOINT_NAME,
          OptionTable.INPUT_COLUMNS,
          OptionTable.PAYLOAD_COLUMN,
          OptionTable.CARRY_COLUMNS,
          OptionTable.CONTENT_TYPE,
          OptionTable.ACCEPT,
          OptionTable.JOIN,
          OptionTable.ANSWER_KEY,
          OptionTable.RESULT_FORMAT,
          OptionTable.RESULT_SCHEMA,
          OptionTable.ANSWER_PATH);

  /** What the model sees of a record, and what is kept of its answer. */
  private static final List<String> FILTERS = List.of("InputFilter", "OutputFilter");

  private Fingerprint() {}

  public static String of(TransformOptions options, String schema) {
    return DigestUtils.sha256Hex(parts(options, schema).toString());
  }

  /** Names of what differs between a run and a write that wants to go on with it; never values. */
  public static Set<String> difference(RunLedger run, TransformOptions options, String schema) {
    SortedMap<String, String> before = parts(TransformOptions.parse(run.options()), run.schema());
    SortedMap<String, String> now = parts(options, schema);
    Set<String> names = new TreeSet<>(before.keySet());
    names.addAll(now.keySet());
    return names.stream()
        .filter(name -> !Objects.equals(before.get(name), now.get(name)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static SortedMap<String, String> parts(TransformOptions options, String schema) {
    SortedMap<String, String> parts = new TreeMap<>();
    for (TransformOption<?> option : PARTS) {
      options.find(option).ifPresent(value -> parts.put(option.name(), value.toString()));
    }
    for (Map.Entry<String, String> variable : options.environment().entrySet()) {
      parts.put("env." + variable.getKey(), DigestUtils.sha256Hex(variable.getValue()));
    }
    for (String filter : FILTERS) {
      options
          .dataProcessingFilter(filter)
          .ifPresent(path -> parts.put("transformJob.DataProcessing." + filter, path));
    }
    if (options.get(OptionTable.TIMESTAMP_PRECISION) == TimestampPrecision.MICROSECONDS) {
      // Only what older runs could not have: theirs stay what they are.
      parts.put(OptionTable.TIMESTAMP_PRECISION.name(), TimestampPrecision.MICROSECONDS.text());
    }
    RecordFormat format = RecordFormat.of(options);
    if (format != RecordFormat.ofMediaType(options.get(OptionTable.CONTENT_TYPE))) {
      parts.put(OptionTable.RECORD_FORMAT.name(), format.text());
    }
    parts.put("schema", StoredTypes.parse(schema).catalogString());
    return parts;
  }
}
