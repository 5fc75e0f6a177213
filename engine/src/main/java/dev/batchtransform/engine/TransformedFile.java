package dev.batchtransform.engine;

/**
 * What it took to transform one file.
 *
 * @param requests requests that were answered; retries of a request do not count
 * @param records records that were sent; blank lines at the end of the file are none
 */
public record TransformedFile(long requests, long records) {}
