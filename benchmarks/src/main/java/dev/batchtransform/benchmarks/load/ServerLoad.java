package dev.batchtransform.benchmarks.load;

/**
 * What a {@link ScoreServerProcess} has seen of those who called it.
 *
 * @param requests that were answered
 * @param seconds from the first one's arrival to the last one's answer, by the server's clock
 * @param mostInFlight that had arrived and were not answered yet, at most
 */
public record ServerLoad(long requests, double seconds, int mostInFlight) {}
