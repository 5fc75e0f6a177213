package dev.batchtransform.emulator.endpoint;

/** The states of an endpoint that the emulator knows. */
public enum EndpointStatus {
  CREATING("Creating"),
  UPDATING("Updating"),
  IN_SERVICE("InService"),
  DELETING("Deleting"),
  FAILED("Failed");

  private final String text;

  EndpointStatus(String text) {
    this.text = text;
  }

  /** As the API writes it. */
  public String text() {
    return text;
  }

  /** Whether requests are answered. */
  public boolean serves() {
    return this == IN_SERVICE || this == UPDATING;
  }

  /** Whether it changes by itself, so that a change from outside is refused. */
  public boolean isChanging() {
    return this == CREATING || this == UPDATING || this == DELETING;
  }
}
