package dev.batchtransform.emulator.job;

import dev.batchtransform.emulator.fault.Faults;
import dev.batchtransform.emulator.log.LogStreams;
import dev.batchtransform.emulator.storage.ObjectStore;

/** What all jobs share; the logs are those of their one group. */
public record JobContext(JobSettings settings, ObjectStore store, LogStreams logs, Faults faults) {}
