package dev.batchtransform.emulator.api;

import dev.batchtransform.emulator.endpoint.EndpointRunner;
import dev.batchtransform.emulator.job.JobContext;
import dev.batchtransform.emulator.job.JobRunner;
import dev.batchtransform.emulator.log.LogGroups;
import dev.batchtransform.emulator.states.ExecutionRunner;

/** What the API stands before. */
public record Backend(
    JobContext context,
    JobRunner jobs,
    EndpointRunner endpoints,
    ExecutionRunner executions,
    LogGroups logs) {}
