package io.busbar.appliance.cloud;

import io.busbar.drivers.Value;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What clouds are told of the machine that this program runs on. */
public interface Host {
  /** The program's version. */
  String version();

  /** What the way out goes over; null when that cannot be told. */
  @Nullable Bearer bearer();

  /** What is known of processor, memory and storage now. */
  Map<Fact, Value> facts();

  /**
   * A network bearer.
   *
   * @param kind as in LwM2M object 4, resource 0: 0 GSM, 6 LTE, 7 NB-IoT, 21 WLAN, 41 Ethernet
   * @param strength of the signal from 0 to 1; null where there is none
   */
  record Bearer(int kind, @Nullable Double strength) {
    /** Whether it is a radio of a mobile network. */
    public boolean cellular() {
      return kind < WLAN;
    }

    /** Whether it is a wireless LAN. */
    public boolean wifi() {
      return kind == WLAN;
    }

    private static final int WLAN = 21;
  }

  /** One thing that is known; sizes are bytes, shares percent. */
  enum Fact {
    CPU_CORES,
    CPU_ARCHITECTURE,
    CPU_MODEL,
    CPU_USED_PERCENT,
    MEMORY_FREE,
    MEMORY_TOTAL,
    MEMORY_USED,
    MEMORY_FREE_PERCENT,
    STORAGE_FREE,
    STORAGE_TOTAL,
    STORAGE_USED,
    STORAGE_USED_PERCENT
  }
}
