package io.busbar.hwtest;

import java.time.Instant;

/**
 * A message as a cloud gets it.
 *
 * @param at when it came
 */
public record Received(Instant at, String topic, String payload) {}
