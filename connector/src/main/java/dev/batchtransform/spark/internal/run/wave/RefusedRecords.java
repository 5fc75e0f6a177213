package dev.batchtransform.spark.internal.run.wave;

import dev.batchtransform.engine.FailedRequest;
import dev.batchtransform.spark.internal.executor.FileFailure;
import dev.batchtransform.spark.internal.ledger.ErrorCode;
import dev.batchtransform.spark.internal.ledger.FileOutcome.Refused;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What requests of single records say of them. */
final class RefusedRecords {
  private RefusedRecords() {}

  /** The failed records of a file, those with the same words together. */
  static List<Refused> of(FileFailure failure) {
    Map<List<Object>, Refused> found = new LinkedHashMap<>();
    for (FailedRequest request : failure.requests()) {
      ErrorCode code = code(request);
      found
          .computeIfAbsent(
              List.of(code, request.message()),
              same -> new Refused(code, request.message(), new ArrayList<>()))
          .records()
          .add(request.line() - 1);
    }
    return found.values().stream()
        .map(each -> new Refused(each.code(), each.message(), List.copyOf(each.records())))
        .toList();
  }

  /** What a record gets whose own request has failed so. */
  static ErrorCode code(FailedRequest request) {
    return switch (request.kind()) {
      case TOO_LARGE -> ErrorCode.OVERSIZE;
      case MISALIGNED -> ErrorCode.MISALIGNED;
      case REFUSED, UNANSWERED, UNUSABLE -> ErrorCode.MODEL_ERROR;
    };
  }
}
