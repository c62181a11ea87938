package io.busbar.drivers;

import java.util.Set;

/** A bus that reads often what something uses, and everything else now and then. */
public interface Selective {
  /**
   * Says what is used from now on, in place of what was before; it takes effect at the next poll.
   * Any thread may call, and the call comes back at once. Until the first one everything is used.
   *
   * @param points of this bus; what others they are computed from is the bus's own business
   */
  void used(Set<DataPoint> points);
}
