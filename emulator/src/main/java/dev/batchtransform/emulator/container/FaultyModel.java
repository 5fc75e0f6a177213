package dev.batchtransform.emulator.container;

import dev.batchtransform.emulator.fault.Fault.FailInvocation;
import dev.batchtransform.emulator.fault.Faults;
import dev.batchtransform.spark.model.LocalModel;
import dev.batchtransform.spark.model.ModelRequest;
import dev.batchtransform.spark.model.ModelResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A model whose answers to one object's requests are subject to scripted faults. It is sent one
 * request at a time, so that it can count the records that came before.
 */
public final class FaultyModel implements LocalModel {

  private final LocalModel model;
  private final Faults faults;
  private final String job;
  private final String key;
  private byte @Nullable [] latest;
  private long firstRecord = 1;
  private long nextRecord = 1;

  /**
   * @param job the job's or endpoint's name, which a fault's {@code job} is compared with
   * @param key what a fault's {@code key} is compared with
   */
  public FaultyModel(LocalModel model, Faults faults, String job, String key) {
    this.model = model;
    this.faults = faults;
    this.job = job;
    this.key = key;
  }

  /** Whether a fault may strike requests of this object. */
  public static boolean concerns(Faults faults, String job, String key) {
    return faults.threatens(FailInvocation.class, job, fault -> concerns(fault, key));
  }

  private static boolean concerns(FailInvocation fault, String key) {
    return fault.key().map(key::contains).orElse(true);
  }

  @Override
  public ModelResponse invoke(ModelRequest request) throws IOException, InterruptedException {
    count(request.body());
    Optional<FailInvocation> fault =
        faults.take(
            FailInvocation.class, job, each -> concerns(each, key) && isInRequest(each.record()));
    if (fault.isEmpty()) {
      return model.invoke(request);
    }
    if (fault.get().status() == 0) {
      throw new IOException("Scripted fault: no answer.");
    }
    byte[] body = fault.get().body().orElse("").getBytes(StandardCharsets.UTF_8);
    return new ModelResponse(fault.get().status(), body);
  }

  private boolean isInRequest(Optional<Long> record) {
    return record.map(number -> number >= firstRecord && number < nextRecord).orElse(true);
  }

  @SuppressWarnings("ArrayEquals") // A retry sends the very same array.
  private synchronized void count(byte[] body) {
    if (body != latest) {
      latest = body;
      firstRecord = nextRecord;
      nextRecord += records(body);
    }
  }

  private static long records(byte[] body) {
    long lines = 0;
    for (byte each : body) {
      lines += each == '\n' ? 1 : 0;
    }
    boolean endsInRecord = body.length == 0 || body[body.length - 1] != '\n';
    return endsInRecord ? lines + 1 : lines;
  }
}
