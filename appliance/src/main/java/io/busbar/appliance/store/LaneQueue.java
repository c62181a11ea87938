package io.busbar.appliance.store;

import io.busbar.appliance.store.Outbox.Backlog;
import io.busbar.appliance.store.Outbox.Entry;
import io.busbar.appliance.store.Outbox.Part;
import java.util.Collection;
import java.util.List;

/** A connector's view of its lane: the lock, and who is woken. */
final class LaneQueue implements Outbox.Queue {
  private final Lanes lanes;
  private final Lane lane;

  LaneQueue(Lanes lanes, Lane lane) {
    this.lanes = lanes;
    this.lane = lane;
  }

  @Override
  public List<Entry> take(Part part, int most) {
    return lanes.get(() -> {
      List<Entry> next = open() ? lane.take(part, most, lanes.broken()) : List.of();
      if (lane.stock().wantsLoad()) {
        lanes.wakeStore();
      }
      return next;
    });
  }

  @Override
  public void listen(Runnable readable) {
    lanes.run(() -> lane.listen(readable));
  }

  private boolean open() {
    return lanes.isLive(lane) && !lanes.closing();
  }

  @Override
  public void acknowledge(Collection<Entry> entries, Runnable settled) {
    boolean now =
        lanes.get(() -> {
          lanes.wakeStore();
          return lane.acknowledge(entries, settled, lanes.broken() || !open());
        });
    if (now) {
      settled.run();
    }
  }

  @Override
  public void hurry() {
    lanes.run(() -> {
      lane.hurry();
      lanes.wakeStore();
    });
  }

  @Override
  public void release() {
    lanes.run(() -> {
      lane.release();
      lane.wake();
    });
  }

  @Override
  public void online(boolean reachable) {
    lanes.run(() -> {
      lane.reachable(reachable);
      lanes.wakeStore();
    });
  }

  @Override
  public Backlog backlog() {
    return lanes.get(lane::backlog);
  }
}
