package io.busbar.hwtest;

import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A cloud that keeps every message that ever arrived, also while it is stopped and started. */
final class Collector {
  private final List<Received> all = new CopyOnWriteArrayList<>();
  private final DemoBroker broker;

  Collector(Cabinet cabinet) throws IOException {
    this(cabinet, 0);
  }

  /**
   * @param port 0 for a free one
   */
  Collector(Cabinet cabinet, int port) throws IOException {
    broker = cabinet.add(new DemoBroker(port, InstantSource.system(), all::add));
  }

  DemoBroker broker() {
    return broker;
  }

  /** For the configuration of whoever connects. */
  String url() {
    return broker.url();
  }

  int port() {
    return URI.create(broker.url()).getPort();
  }

  /** Every value that a connector of this name has published. */
  List<TimeSeries.Point> points(String connector) {
    return TimeSeries.of(all, CabinetConfig.topic(connector));
  }

  /** The numbers of a {@link Ledger} that came through a connector, in the order they came. */
  List<Long> counts(String connector) {
    return TimeSeries.counts(all, CabinetConfig.topic(connector));
  }

  /** The same by message. */
  List<List<Long>> messages(String connector) {
    return all.stream()
        .map(message -> TimeSeries.counts(List.of(message), CabinetConfig.topic(connector)))
        .filter(counts -> !counts.isEmpty())
        .toList();
  }

  /** Everything that came. */
  List<Received> received() {
    return List.copyOf(all);
  }
}
