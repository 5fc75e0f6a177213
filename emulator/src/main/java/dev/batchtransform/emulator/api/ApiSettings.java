package dev.batchtransform.emulator.api;

/**
 * How the API behaves where the real service's behaviour is not documented.
 *
 * @param accountId the account in ARNs, 12 digits
 * @param unknownJob error code for a job that does not exist
 * @param duplicateJob error code for a job whose name is taken
 */
public record ApiSettings(String accountId, String unknownJob, String duplicateJob) {}
