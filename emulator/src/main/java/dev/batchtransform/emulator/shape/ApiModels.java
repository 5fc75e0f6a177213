package dev.batchtransform.emulator.shape;

import java.util.List;

/** The API models of the emulated services. */
public final class ApiModels {

  public static final ApiModel SAGEMAKER =
      ApiModelReader.read("sagemaker", ModelAmendments.SAGEMAKER);

  public static final ApiModel RUNTIME =
      ApiModelReader.read("sagemaker-runtime", ModelAmendments.RUNTIME);

  public static final ApiModel LOGS = ApiModelReader.read("logs", ModelAmendments.NONE);

  public static final ApiModel STATES = ApiModelReader.read("stepfunctions", ModelAmendments.NONE);

  public static final List<ApiModel> ALL = List.of(SAGEMAKER, RUNTIME, LOGS, STATES);

  private ApiModels() {}
}
