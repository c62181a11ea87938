package io.busbar.hwtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A register map of one's own for what the foreign slaves have beside their meter. */
final class RelayMap {
  /** Its id, as a device's {@code meter}. */
  static final String ID = "acme-relay";

  private static final String JSON =
      """
      {"id": "acme-relay", "title": "Relay and meter", "source": "src/test/peers",
       "function": 3, "maxRegisters": 60, "points": [
        {"name": "activeEnergyImportTotal", "address": "0x0048", "type": "float32",
         "scale": 1000, "unit": "Wh", "function": 4},
        {"name": "frequency", "address": "0x0046", "type": "float32", "unit": "Hz", "function": 4},
        {"name": "setpoint", "address": "0x0000", "type": "int16", "scale": 0.1, "unit": "°C",
         "writable": {"min": 5, "max": 30, "step": 0.5}},
        {"name": "limit", "address": "0x0002", "type": "float32", "unit": "W", "writable": {}},
        {"name": "counter", "address": "0x0004", "type": "uint64", "order": "low-first",
         "unit": "", "writable": {}},
        {"name": "serial", "address": "0x0010", "type": "text", "words": 4, "unit": "",
         "writable": {}},
        {"name": "mode", "address": "0x0018", "type": "uint16", "unit": "",
         "texts": {"0": "off", "7": "heat"}, "writable": {"function": 16}},
        {"name": "exchange", "address": "0x0020", "type": "int32", "swapBytes": true, "unit": "",
         "writable": {"function": 23}},
        {"name": "flag", "address": "0x0024", "type": "bool", "bit": 9, "unit": "",
         "writable": {"readModifyWrite": true}},
        {"name": "relay", "address": "0x0003", "type": "bool", "unit": "", "function": 1,
         "writable": {}},
        {"name": "lamp", "address": "0x0014", "type": "bool", "unit": "", "function": 1,
         "writable": {"function": 15}},
        {"name": "door", "address": "0x0001", "type": "bool", "unit": "", "function": 2},
        {"name": "window", "address": "0x001E", "type": "bool", "unit": "", "function": 2}]}
      """;

  private RelayMap() {}

  /** Puts it into a data folder. */
  static Path into(Path data) throws IOException {
    Path folder = Files.createDirectories(data.resolve("meters"));
    Files.writeString(folder.resolve(ID + ".json"), JSON);
    return folder;
  }
}
