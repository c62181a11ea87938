package io.busbar.drivers.io;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The 40-pin header, which is the same on every Pi since the B+ (Raspberry Pi documentation). */
public final class Header {
  private static final Map<Integer, Integer> PINS =
      Map.ofEntries(
          Map.entry(2, 3),
          Map.entry(3, 5),
          Map.entry(4, 7),
          Map.entry(14, 8),
          Map.entry(15, 10),
          Map.entry(17, 11),
          Map.entry(18, 12),
          Map.entry(27, 13),
          Map.entry(22, 15),
          Map.entry(23, 16),
          Map.entry(24, 18),
          Map.entry(10, 19),
          Map.entry(9, 21),
          Map.entry(25, 22),
          Map.entry(11, 23),
          Map.entry(8, 24),
          Map.entry(7, 26),
          Map.entry(0, 27),
          Map.entry(1, 28),
          Map.entry(5, 29),
          Map.entry(6, 31),
          Map.entry(12, 32),
          Map.entry(13, 33),
          Map.entry(19, 35),
          Map.entry(16, 36),
          Map.entry(26, 37),
          Map.entry(20, 38),
          Map.entry(21, 40));

  private Header() {}

  /** The pin of a GPIO number; null when it is not on the header. */
  public static @Nullable Integer pin(int line) {
    return PINS.get(line);
  }
}
