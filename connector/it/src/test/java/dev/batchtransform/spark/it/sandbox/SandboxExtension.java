package dev.batchtransform.spark.it.sandbox;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Hands the JVM's one {@link Sandbox} to constructors and methods of tests that ask for it. */
public final class SandboxExtension implements ParameterResolver {

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Sandbox.class;
  }

  @Override
  public Sandbox resolveParameter(ParameterContext parameter, ExtensionContext context) {
    // JUnit closes what is in the root's store after the last test.
    return context
        .getRoot()
        .getStore(Namespace.create(SandboxExtension.class))
        .getOrComputeIfAbsent(Sandbox.class, type -> new Sandbox(), Sandbox.class);
  }
}
