package io.busbar.appliance.cloud;

/** The way to one platform's broker: where it is, and how the connection is held. */
public record Line(BrokerSettings broker, Session session) {
  /** A connection as the broker's settings say. */
  static Line of(BrokerSettings broker) {
    return new Line(broker, Session.of(broker));
  }
}
