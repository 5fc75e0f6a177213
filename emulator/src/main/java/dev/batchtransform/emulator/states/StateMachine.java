package dev.batchtransform.emulator.states;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * A state machine.
 *
 * @param request the CreateStateMachine request
 */
public record StateMachine(String name, String arn, ObjectNode request, Instant created) {}
