package dev.batchtransform.emulator.oracle;

/** Something that costs an object its output: outputs are whole or absent. */
final class NoOutputException extends RuntimeException {
  private static final long serialVersionUID = 1;
}
