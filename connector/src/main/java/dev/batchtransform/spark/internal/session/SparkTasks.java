package dev.batchtransform.spark.internal.session;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs work in Spark tasks: the one gate through which inputs and results travel between driver and
 * tasks. It works under every serializer that {@code spark.serializer} may name, with {@code
 * spark.kryo.registrationRequired} too, since all that Spark sees of inputs and results is bytes.
 * The work itself travels with the task, which Spark always serializes as Java does.
 *
 * <p>How many tasks a job has is decided here, by the weight of its inputs. What is over sooner
 * than a job would be started is done by the driver itself; where that fails, tasks try it.
 */
public final class SparkTasks {
  private static final Logger LOG = LoggerFactory.getLogger(SparkTasks.class);

  private static final TaskWeight WITHOUT_A_JOB = new TaskWeight(1 << 20, 4);

  private final JavaSparkContext spark;

  /** The gate of an application. */
  public SparkTasks(JavaSparkContext spark) {
    this.spark = spark;
  }

  /** What a task does with one input. */
  @FunctionalInterface
  public interface Work<I extends Serializable, O extends Serializable> extends Serializable {
    /** The result; a task that throws is tried again as Spark does. */
    O of(I input) throws IOException;
  }

  /** What a task does with all of its inputs. */
  @FunctionalInterface
  public interface WorkTogether<I extends Serializable, O extends Serializable>
      extends Serializable {
    /**
     * The result; a task that throws is tried again as Spark does.
     *
     * @param task number of the task, from 0; a lower one has earlier inputs
     * @param inputs neighbours, in their order
     */
    O of(int task, List<I> inputs) throws IOException;
  }

  /**
   * Works on each input, and returns the results in the order of the inputs.
   *
   * @param description of the job, for Spark's UI
   * @param weight what an input costs
   */
  public <I extends Serializable, O extends Serializable> List<O> each(
      String description, List<I> inputs, Function<I, TaskWeight> weight, Work<I, O> work) {
    return together(description, inputs, weight, new OneByOne<>(work)).stream()
        .flatMap(List::stream)
        .toList();
  }

  /**
   * Works on neighbouring inputs together, and returns a result for each task, in the order of the
   * inputs. There is no task without an input.
   *
   * @param description of the job, for Spark's UI
   * @param weight what an input costs
   */
  public <I extends Serializable, O extends Serializable> List<O> together(
      String description, List<I> inputs, Function<I, TaskWeight> weight, WorkTogether<I, O> work) {
    if (inputs.isEmpty()) {
      return List.of();
    }
    if (inputs.stream().map(weight).reduce(TaskWeight::plus).orElseThrow().fits(WITHOUT_A_JOB)) {
      try {
        return List.of(work.of(0, List.copyOf(inputs)));
      } catch (IOException | RuntimeException failure) {
        LOG.debug("{}: tried again as a Spark job", description, failure);
      }
    }
    List<byte[]> groups = groups(inputs, weight);
    LocalProperty described = LocalProperty.description(spark.sc(), description);
    try {
      return spark.parallelize(groups, groups.size()).map(new Task<>(work)).collect().stream()
          .map(SparkTasks::<O>result)
          .toList();
    } finally {
      described.restore();
    }
  }

  private <I extends Serializable> List<byte[]> groups(
      List<I> inputs, Function<I, TaskWeight> weight) {
    List<byte[]> groups = new ArrayList<>();
    int from = 0;
    for (int size : taskGroups().sizes(inputs.stream().map(weight).toList())) {
      ArrayList<I> some = new ArrayList<>(inputs.subList(from, from + size));
      groups.add(Parcel.pack(new Group<>(groups.size(), some)));
      from += size;
    }
    return groups;
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // What the work has returned.
  private static <O> O result(byte[] packed) {
    return (O) Parcel.unpack(packed);
  }

  private TaskGroups taskGroups() {
    return new TaskGroups(
        Sessions.maxPartitionBytes(), Sessions.openCostBytes(), spark.defaultParallelism());
  }

  /** What one task gets. */
  private record Group<I extends Serializable>(int number, ArrayList<I> inputs)
      implements Serializable {}

  /** A task as Spark sees it. */
  private record Task<I extends Serializable, O extends Serializable>(WorkTogether<I, O> work)
      implements org.apache.spark.api.java.function.Function<byte[], byte[]> {
    @Override
    public byte[] call(byte[] packed) throws IOException {
      @SuppressWarnings("unchecked") // What the driver has packed.
      Group<I> group = (Group<I>) Parcel.unpack(packed);
      return Parcel.pack(work.of(group.number(), group.inputs()));
    }
  }

  private record OneByOne<I extends Serializable, O extends Serializable>(Work<I, O> work)
      implements WorkTogether<I, ArrayList<O>> {
    @Override
    public ArrayList<O> of(int task, List<I> inputs) throws IOException {
      ArrayList<O> results = new ArrayList<>(inputs.size());
      for (I input : inputs) {
        results.add(work.of(input));
      }
      return results;
    }
  }
}
