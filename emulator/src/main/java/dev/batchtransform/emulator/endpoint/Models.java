package dev.batchtransform.emulator.endpoint;

import dev.batchtransform.emulator.container.ModelDefinition;
import java.util.Optional;

/** The models, of which one is asked for when an instance starts. */
@FunctionalInterface
public interface Models {

  /** The model of this name; empty when there is none any more. */
  Optional<ModelDefinition> model(String name);
}
