package io.busbar.appliance.cloud;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a connector's way to its cloud is doing at one moment.
 *
 * @param url of the broker that is dialled; empty when none is
 * @param ready false while the platform is still being told who the gateway is
 * @param version what the platform said of its own version; empty when it said nothing
 * @param retryIn time to the next attempt, while waiting
 * @param failure the last one; null when there was none since the connection last held
 * @param lastAcknowledged when the broker last took something
 * @param status what the connector last said of the platform
 * @param published messages handed to the network since the start
 * @param acknowledged of these, acknowledged by the broker
 * @param attempts to connect since the start
 */
public record PublisherState(
    String connector,
    String url,
    Phase phase,
    boolean ready,
    String version,
    @Nullable Duration retryIn,
    @Nullable LinkFailure failure,
    @Nullable Instant lastAcknowledged,
    Connector.Effect.@Nullable Status status,
    long published,
    long acknowledged,
    long attempts) {

  /** Where it is between switched off and connected. */
  public enum Phase {
    DISABLED,
    CONNECTING,
    CONNECTED,
    WAITING
  }

  /** The state of a connector that is switched off and has no publisher. */
  public static PublisherState disabled(String connector) {
    return new PublisherState(
        connector, "", Phase.DISABLED, true, "", null, null, null, null, 0, 0, 0);
  }
}
