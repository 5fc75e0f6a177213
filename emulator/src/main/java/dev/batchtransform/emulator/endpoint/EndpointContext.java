package dev.batchtransform.emulator.endpoint;

import dev.batchtransform.emulator.fault.Faults;
import dev.batchtransform.emulator.log.LogGroups;
import dev.batchtransform.emulator.storage.ObjectStore;

/** What all endpoints share. */
public record EndpointContext(
    EndpointSettings settings, ObjectStore store, LogGroups logs, Faults faults) {}
