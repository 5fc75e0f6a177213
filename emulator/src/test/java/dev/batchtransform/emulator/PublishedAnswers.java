package dev.batchtransform.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.batchtransform.emulator.shape.ApiModel;
import dev.batchtransform.emulator.shape.Shape;
import dev.batchtransform.emulator.shape.ShapeValidator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/**
 * Holds every answer that a client gets against AWS's API model. The client itself would pass over
 * a member that is misspelt.
 */
final class PublishedAnswers implements ExecutionInterceptor {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final ApiModel model;
  private final AtomicReference<AssertionError> wrong = new AtomicReference<>();

  PublishedAnswers(ApiModel model) {
    this.model = model;
  }

  /** Fails when an answer so far was not as published. */
  void check() {
    AssertionError first = wrong.get();
    if (first != null) {
      throw first;
    }
  }

  @Override
  public Optional<InputStream> modifyHttpResponseContent(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    byte[] body = context.responseBody().map(PublishedAnswers::read).orElse(new byte[0]);
    if (context.httpResponse().isSuccessful()) {
      String operation = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
      try {
        check(operation, body);
      } catch (AssertionError | RuntimeException | IOException failure) {
        String message = "Answer of %s: %s".formatted(operation, failure.getMessage());
        wrong.compareAndSet(null, new AssertionError(message, failure));
      }
    }
    return Optional.of(new ByteArrayInputStream(body));
  }

  private void check(String operation, byte[] body) throws IOException {
    Optional<String> output = model.operation(operation).output();
    assertThat(body.length > 0).as("has a body").isEqualTo(output.isPresent());
    if (output.isPresent()) {
      JsonNode answer = MAPPER.readTree(body);
      ShapeValidator.validate(model, output.get(), answer);
      checkMembers(output.get(), answer);
    }
  }

  private void checkMembers(String name, JsonNode value) {
    Shape shape = model.shape(name);
    if (shape instanceof Shape.Structure structure) {
      assertThat(value.fieldNames())
          .toIterable()
          .isSubsetOf(structure.members().stream().map(Shape.Member::name).toList());
      structure.members().stream()
          .filter(member -> value.has(member.name()))
          .forEach(member -> checkMembers(member.shape(), value.path(member.name())));
    } else if (shape instanceof Shape.Items items) {
      value.forEach(each -> checkMembers(items.member(), each));
    } else if (shape instanceof Shape.Entries entries) {
      value.forEach(each -> checkMembers(entries.value(), each));
    }
  }

  private static byte[] read(InputStream body) {
    try {
      return body.readAllBytes();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
