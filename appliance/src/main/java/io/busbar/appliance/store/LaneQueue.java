package io.busbar.appliance.store;

import io.busbar.appliance.store.Outbox.Backlog;
import io.busbar.appliance.store.Outbox.Entry;
import java.util.Collection;
import java.util.List;

/** A connector's view of its lane: the lock, the waiting, and who is woken. */
final class LaneQueue implements Outbox.Queue {
  private final Lanes lanes;
  private final Lane lane;

  LaneQueue(Lanes lanes, Lane lane) {
    this.lanes = lanes;
    this.lane = lane;
  }

  @Override
  public List<Entry> take(int most, long waitNanos) throws InterruptedException {
    lanes.lock();
    lane.takers(1);
    try {
      long left = waitNanos;
      while (true) {
        List<Entry> next = open() ? lane.take(most, lanes.broken()) : List.of();
        if (lane.wantsLoad()) {
          lanes.wakeStore();
        }
        if (!next.isEmpty() || left <= 0) {
          return next;
        }
        left = lanes.readable().awaitNanos(left);
      }
    } finally {
      lane.takers(-1);
      lanes.unlock();
    }
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
  public void release() {
    lanes.run(() -> {
      lane.release();
      lanes.wakeTakers();
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
