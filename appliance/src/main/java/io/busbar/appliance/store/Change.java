package io.busbar.appliance.store;

import java.util.List;

/**
 * What one commit does to the file, in this order.
 *
 * @param forgets connectors that are no more
 * @param batches what is new and what is delivered, by connector
 * @param reserve sequence numbers below this one may be given from now on
 */
record Change(List<Forget> forgets, List<Batch> batches, long reserve) {
  /**
   * One connector's part.
   *
   * @param delete sequence numbers; those that the file does not have do no harm
   * @param store in order; those that the file has already stay as they are
   * @param dropped all that this connector has ever given up
   */
  record Batch(
      String connector, List<Long> delete, List<Outbox.Entry> store, Outbox.Dropped dropped) {}

  /** Frees a connector's rows below a sequence number. */
  record Forget(String connector, long below) {}

  int rows() {
    return batches.stream().mapToInt(batch -> batch.store().size()).sum();
  }

  /** The same without what is new: what must be out of the way before the oldest can be found. */
  Change withoutStoring() {
    return new Change(
        forgets,
        batches.stream()
            .map(b -> new Batch(b.connector(), b.delete(), List.of(), b.dropped()))
            .toList(),
        reserve);
  }
}
