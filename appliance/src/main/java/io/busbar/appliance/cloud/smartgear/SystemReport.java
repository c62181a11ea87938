package io.busbar.appliance.cloud.smartgear;

import io.busbar.appliance.cloud.Host;
import io.busbar.appliance.cloud.Host.Fact;
import io.busbar.drivers.Value;
import java.util.LinkedHashMap;
import java.util.Map;

/** Category 0: the heartbeat, and how the machine is. */
final class SystemReport {
  static final String HEARTBEAT = "0/0";

  private static final Map<Fact, String> CODES =
      Map.ofEntries(
          Map.entry(Fact.CPU_CORES, "0/20"),
          Map.entry(Fact.CPU_ARCHITECTURE, "0/21"),
          Map.entry(Fact.CPU_MODEL, "0/22"),
          Map.entry(Fact.CPU_USED_PERCENT, "0/23"),
          Map.entry(Fact.MEMORY_FREE, "0/30"),
          Map.entry(Fact.MEMORY_TOTAL, "0/31"),
          Map.entry(Fact.MEMORY_USED, "0/32"),
          Map.entry(Fact.MEMORY_FREE_PERCENT, "0/33"),
          Map.entry(Fact.STORAGE_FREE, "0/40"),
          Map.entry(Fact.STORAGE_TOTAL, "0/41"),
          Map.entry(Fact.STORAGE_USED, "0/42"),
          Map.entry(Fact.STORAGE_USED_PERCENT, "0/43"));

  private final Host host;

  SystemReport(Host host) {
    this.host = host;
  }

  /** What is known now, by code. */
  Map<String, Value> values() {
    Map<String, Value> values = new LinkedHashMap<>();
    values.put(HEARTBEAT, new Value.Bool(true));
    host.facts()
        .forEach((fact, value) -> {
          String code = CODES.get(fact);
          if (code != null) {
            values.put(code, value);
          }
          if (fact == Fact.CPU_USED_PERCENT && value instanceof Value.Real(double used)) {
            values.put("0/24", new Value.Real(Math.round(10 * (100 - used)) / 10.0));
          }
        });
    return values;
  }
}
