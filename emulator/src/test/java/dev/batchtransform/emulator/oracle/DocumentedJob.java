package dev.batchtransform.emulator.oracle;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a job asks for, in the words of CreateTransformJob.
 *
 * @param byLine whether SplitType is Line, else None
 * @param singleRecord whether BatchStrategy is SingleRecord, else MultiRecord
 * @param maxPayload bytes that a request may have; empty for no limit
 * @param assembledByLine whether AssembleWith is Line, else None
 * @param type ContentType and Accept
 * @param inputFilter what the container sees of a record
 * @param joined whether JoinSource is Input, else None
 * @param outputFilter what is stored of an answer, or of a record joined with it
 */
record DocumentedJob(
    boolean byLine,
    boolean singleRecord,
    OptionalInt maxPayload,
    boolean assembledByLine,
    RecordType type,
    Filter inputFilter,
    boolean joined,
    Filter outputFilter) {

  /** The request, as far as it concerns what is stored. MaxPayloadInMB is left out. */
  Map<String, Object> request() {
    return Map.of(
        "BatchStrategy",
        singleRecord ? "SingleRecord" : "MultiRecord",
        "TransformInput",
        Map.of("SplitType", byLine ? "Line" : "None", "ContentType", type.mimeType()),
        "TransformOutput",
        Map.of("AssembleWith", assembledByLine ? "Line" : "None", "Accept", type.mimeType()),
        "DataProcessing",
        Map.of(
            "InputFilter",
            inputFilter.path(),
            "JoinSource",
            joined ? "Input" : "None",
            "OutputFilter",
            outputFilter.path()),
        "ModelClientConfig",
        Map.of("InvocationsMaxRetries", 1));
  }

  /** Whether anything looks into records or answers. */
  boolean processesData() {
    return joined || !inputFilter.selectsAll() || !outputFilter.selectsAll();
  }

  /** A container as a function: what it answers to a body with status 200; empty for a 400. */
  @FunctionalInterface
  interface Container {
    Optional<String> answer(String body);
  }
}
