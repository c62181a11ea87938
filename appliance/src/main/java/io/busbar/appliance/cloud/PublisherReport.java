package io.busbar.appliance.cloud;

import io.busbar.appliance.cloud.Connector.Effect.Ready;
import io.busbar.appliance.cloud.Connector.Effect.Status;
import io.busbar.appliance.cloud.PublisherState.Phase;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a publisher tells of itself: a snapshot for any thread, and one log line for each change.
 */
final class PublisherReport {
  private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

  private final String connector;
  private Phase phase = Phase.CONNECTING;
  private long retryAt;
  private @Nullable LinkFailure failure;
  private LinkFailure.@Nullable Kind logged;
  private @Nullable Instant lastAcknowledged;
  private @Nullable Status status;
  private long published;
  private long acknowledged;
  private long attempts;
  private BrokerSettings broker;
  private Ready platform = new Ready(true, "");

  PublisherReport(String connector, BrokerSettings broker) {
    this.connector = connector;
    this.broker = broker;
  }

  /** Whose publisher it is. */
  String connector() {
    return connector;
  }

  synchronized PublisherState snapshot() {
    Duration retryIn =
        phase == Phase.WAITING ? Duration.ofNanos(Math.max(0, retryAt - System.nanoTime())) : null;
    return new PublisherState(
        connector,
        broker.url(),
        phase,
        platform.ready(),
        platform.version(),
        retryIn,
        failure,
        lastAcknowledged,
        status,
        published,
        acknowledged,
        attempts);
  }

  synchronized void connecting(BrokerSettings dialled) {
    broker = dialled;
    phase = Phase.CONNECTING;
    attempts++;
  }

  synchronized void connected(BrokerSettings broker) {
    phase = Phase.CONNECTED;
    failure = null;
    LOG.info("{}: connected to {}", connector, broker);
  }

  synchronized void waiting(LinkFailure why, Duration wait) {
    phase = Phase.WAITING;
    retryAt = System.nanoTime() + wait.toNanos();
    refused(why);
  }

  /** Something is wrong; of itself it does not end the connection. */
  synchronized void refused(LinkFailure why) {
    failure = why;
    if (why.kind() != logged) {
      logged = why.kind();
      LOG.warn("{}: {}", connector, why.text());
    }
  }

  /** The connection has held for a while: the next failure is news again. */
  synchronized void steady() {
    logged = null;
  }

  synchronized void defect(RuntimeException e, LinkFailure why) {
    if (logged != why.kind()) {
      logged = why.kind();
      LOG.error("{}: {}", connector, why.text(), e);
    }
  }

  synchronized void ended() {
    phase = Phase.DISABLED;
  }

  synchronized void status(Status news) {
    if (news.equals(status)) {
      return;
    }
    status = news;
    if (news.alarm()) {
      LOG.warn("{}: {}", connector, news.text());
    } else {
      LOG.info("{}: {}", connector, news.text());
    }
  }

  /** A platform that is told anew says its version anew; until then the old one stands. */
  synchronized void platform(Ready news) {
    platform = new Ready(news.ready(), news.ready() ? news.version() : platform.version());
  }

  synchronized void published() {
    published++;
  }

  synchronized void acknowledged(Instant now) {
    acknowledged++;
    lastAcknowledged = now;
  }
}
