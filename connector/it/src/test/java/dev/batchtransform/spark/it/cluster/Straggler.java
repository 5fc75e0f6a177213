package dev.batchtransform.spark.it.cluster;

import java.util.Iterator;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.util.TaskCompletionListener;

/**
 * Lets the first attempt of one task wait at a gate; all others go through.
 *
 * @param partition the task's partition
 * @param where when it waits
 */
record Straggler(Gate gate, int partition, Where where)
    implements MapPartitionsFunction<Long, Long> {

  enum Where {
    /** Some of its files are written, others are not. */
    AMID_ITS_ROWS,
    /** It has committed, and the driver does not know. */
    COMMITTED
  }

  private static final int ROWS_BEFORE = 12;

  @Override
  public Iterator<Long> call(Iterator<Long> rows) {
    TaskContext task = TaskContext.get();
    if (task.partitionId() != partition || task.attemptNumber() > 0) {
      return rows;
    }
    if (where == Where.AMID_ITS_ROWS) {
      return new Waiting(gate, rows);
    }
    TaskCompletionListener wait = ended -> gate.pass();
    task.addTaskCompletionListener(wait);
    return rows;
  }

  private static final class Waiting implements Iterator<Long> {
    private final Gate gate;
    private final Iterator<Long> rows;
    private int passed;

    Waiting(Gate gate, Iterator<Long> rows) {
      this.gate = gate;
      this.rows = rows;
    }

    @Override
    public boolean hasNext() {
      return rows.hasNext();
    }

    @Override
    public Long next() {
      if (passed++ == ROWS_BEFORE) {
        gate.pass();
      }
      return rows.next();
    }
  }
}
