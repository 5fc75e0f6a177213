package dev.batchtransform.spark.exceptions;

import org.jspecify.annotations.Nullable;

/**
 * Something that this connector refuses or gives up. The message says what happened, which option
 * or file it concerns and what to do; it shows neither a secret nor a record's content. The
 * subclass says what a program can do about it:
 *
 * <table>
 * <caption>What the subclasses mean</caption>
 * <tr><th>Exception</th><th>Nothing was sent</th><th>What helps</th></tr>
 * <tr><td>{@link InvalidOptionException}</td><td>yes</td><td>another option or argument</td></tr>
 * <tr><td>{@link InvalidSchemaException}</td><td>yes</td><td>other columns or types</td></tr>
 * <tr><td>{@link RunNotFoundException}</td><td>yes</td><td>another run id or staging path</td></tr>
 * <tr><td>{@link RunConflictException}</td><td>yes</td><td>waiting, or another run id</td></tr>
 * <tr><td>{@link StorageException}</td><td>no</td><td>access to the staging path; the same call goes
 * on</td></tr>
 * <tr><td>{@link AwsCallException}</td><td>see its kind</td><td>see its kind</td></tr>
 * <tr><td>{@link WaveRefusedException}</td><td>yes</td><td>the same call, with what SageMaker asks
 * for</td></tr>
 * <tr><td>{@link WaveElsewhereException}</td><td>yes</td><td>the account and region of the
 * job</td></tr>
 * <tr><td>{@link WaveOutOfReachException}</td><td>no</td><td>the same call, which goes on</td></tr>
 * <tr><td>{@link ClaimLostException}</td><td>no</td><td>the same call, which waits for the other
 * driver</td></tr>
 * <tr><td>{@link TransformRunException}</td><td>no</td><td>see the message and the run's
 * status</td></tr>
 * </table>
 *
 * <p>It is an {@link IllegalArgumentException} because PySpark and the clients of Spark Connect
 * show one in one line, and any other Java exception with its whole stack trace.
 */
public abstract sealed class TransformException extends IllegalArgumentException
    permits AwsCallException,
        ClaimLostException,
        InvalidOptionException,
        InvalidSchemaException,
        RunConflictException,
        RunNotFoundException,
        StorageException,
        TransformRunException,
        WaveElsewhereException,
        WaveOutOfReachException,
        WaveRefusedException {

  private static final long serialVersionUID = 1L;

  private final String told;

  TransformException(String message, @Nullable Throwable cause) {
    super(message, cause);
    this.told = message;
  }

  /** What happened, and what to do. */
  @Override
  public String getMessage() {
    return told;
  }
}
