package dev.batchtransform.engine;

import java.time.Duration;

/**
 * One request and how it ended, after its last attempt.
 *
 * @param name the file, as given to {@link TransformEngine#transform}
 * @param line line of the request's first record; 1 is the first of the file
 * @param records records in the request
 * @param requestBytes size of its body
 * @param status status of the last answer; 0 when there was none
 * @param attempts how often it was sent, at least 1
 * @param duration from the first attempt to the last answer, pauses between attempts included
 */
public record Invocation(
    String name,
    long line,
    int records,
    int requestBytes,
    int status,
    int attempts,
    Duration duration) {}
