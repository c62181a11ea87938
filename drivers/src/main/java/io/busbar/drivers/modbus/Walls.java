package io.busbar.drivers.modbus;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeSet;

/** Addresses that no request may reach over: a device has refused one that did. */
final class Walls {
  private final Map<Area, TreeSet<Integer>> walls = new EnumMap<>(Area.class);

  /** From now on a request ends before this address or starts at it. */
  void add(Area area, int address) {
    walls.computeIfAbsent(area, _ -> new TreeSet<>()).add(address);
  }

  /** Whether there is one after the first address, up to and with the last. */
  boolean within(Area area, int first, int last) {
    TreeSet<Integer> all = walls.get(area);
    Integer next = all == null ? null : all.higher(first);
    return next != null && next <= last;
  }
}
