package io.busbar.drivers.modbus;

import java.time.Duration;

/**
 * How long a bus waits.
 *
 * @param timeout longest wait for an answer; a unit whose answers are quick is waited for less, see
 *     {@link Patience}
 * @param pause least silence before a request; an RTU line keeps its 3.5 characters anyway
 */
record Timing(Duration timeout, Duration pause) {}
