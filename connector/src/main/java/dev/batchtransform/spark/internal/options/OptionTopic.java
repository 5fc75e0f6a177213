package dev.batchtransform.spark.internal.options;

/** What options are about; groups them in the documentation and says who reads them. */
enum OptionTopic {
  PLACE("Where a run lies", Scope.WRITE_AND_READ),
  MODEL("Which model scores, and where it runs", Scope.WRITE),
  RECORDS("What the model sees, and what comes back", Scope.WRITE),
  RESOURCES("Instances and requests", Scope.WRITE),
  STAGING("Staged files", Scope.WRITE),
  PASS_THROUGH("Environment, tags and further fields", Scope.WRITE),
  AWS("AWS account and encryption", Scope.WRITE),
  FAILURES("Failures", Scope.WRITE),
  COST("Cost", Scope.WRITE),
  LIFE("Life of a run", Scope.WRITE),
  LOCAL("The local executor", Scope.WRITE),
  ASYNC("The asynchronous executor", Scope.WRITE),
  STEP_FUNCTIONS("The executor of AWS Step Functions", Scope.WRITE),
  RESULT("The prediction", Scope.WRITE_AND_READ),
  READING("Reading", Scope.READ);

  /** Whether a write, a read or both look at an option. */
  enum Scope {
    WRITE("writes"),
    READ("reads"),
    WRITE_AND_READ("writes and reads");

    private final String text;

    Scope(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  private final String title;
  private final Scope scope;

  OptionTopic(String title, Scope scope) {
    this.title = title;
    this.scope = scope;
  }

  String title() {
    return title;
  }

  Scope scope() {
    return scope;
  }
}
