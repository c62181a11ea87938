package io.busbar.drivers.dash7;

import io.busbar.drivers.DataPoint;
import io.busbar.drivers.Device;
import io.busbar.drivers.Quality;
import io.busbar.drivers.Sample;
import io.busbar.drivers.Value;
import io.busbar.drivers.ValueType;
import io.busbar.drivers.dash7.alp.Uid;
import io.busbar.drivers.dash7.frame.Bytes;
import io.busbar.drivers.dash7.frame.FrameParser;
import io.busbar.drivers.dash7.frame.RebootReason;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The modem as a device of its bus. Counts go on over reconnects. For the bus's thread. */
final class ModemState {
  /** The name of the device; no node may have it. */
  static final String NAME = "Modem";

  private static final int UID_LENGTH = 8;
  private static final int VERSION_LENGTH = 17;

  private final Map<String, DataPoint> points = new LinkedHashMap<>();
  private final Map<String, Value> values = new LinkedHashMap<>();
  private final Map<String, Value> reported = new LinkedHashMap<>();

  private FrameParser.Counts before = new FrameParser.Counts(0, 0, 0, 0);
  private FrameParser.Counts now = before;
  private long reboots;
  private long notUnderstood;

  ModemState(String port) {
    for (String name : List.of("uid", "version", "rebootReason", "lastSeen")) {
      points.put(name, new DataPoint(NAME, name, ValueType.TEXT, "", port));
    }
    for (String name :
        List.of(
            "reboots",
            "frames",
            "crcErrors",
            "noiseBytes",
            "counterJumps",
            "notUnderstood",
            DataPoint.DEVICE_STATE)) {
      points.put(name, new DataPoint(NAME, name, ValueType.INT, "", port));
    }
  }

  Device device() {
    return new Device(NAME, List.copyOf(points.values()));
  }

  /** On the wire: {@code 01 01 00 02 | 67 61 74 65 77 61 | 37 33 66 30 63 37 33}. */
  void identified(Bytes uid, Bytes version) {
    values.put(DataPoint.DEVICE_STATE, new Value.Int(1));
    if (uid.length() == UID_LENGTH) {
      long id = HexFormat.fromHexDigitsToLong(uid.toString().replace(" ", ""));
      values.put("uid", new Value.Text(new Uid(id).toString()));
    }
    if (version.length() == VERSION_LENGTH) {
      values.put("version", new Value.Text(text(version)));
    }
  }

  void rebooted(RebootReason reason) {
    reboots++;
    values.put("rebootReason", new Value.Text(reason.text()));
  }

  void didNotUnderstand() {
    notUnderstood++;
  }

  /** What the parser of the opened port has counted. */
  void counted(FrameParser.Counts counts, Instant time) {
    if (counts.frames() != now.frames()) {
      values.put("lastSeen", new Value.Text(time.truncatedTo(ChronoUnit.MILLIS).toString()));
    }
    now = counts;
    count("frames", before.frames() + counts.frames());
    count("crcErrors", before.crcErrors() + counts.crcErrors());
    count("noiseBytes", before.noiseBytes() + counts.noiseBytes());
    count("counterJumps", before.counterJumps() + counts.counterJumps());
    count("reboots", reboots);
    count("notUnderstood", notUnderstood);
  }

  /** What has changed since the last call. */
  List<Sample> changes(Instant time) {
    List<Sample> samples = new ArrayList<>();
    values.forEach((name, value) -> {
      DataPoint point = points.get(name);
      if (point != null && !value.equals(reported.put(name, value))) {
        samples.add(Sample.good(point, value, time));
      }
    });
    return samples;
  }

  /** The modem does not answer; that it does not is known for sure, the rest only from before. */
  List<Sample> lost(Instant time, String reason) {
    before =
        new FrameParser.Counts(
            before.frames() + now.frames(),
            before.crcErrors() + now.crcErrors(),
            before.noiseBytes() + now.noiseBytes(),
            before.counterJumps() + now.counterJumps());
    now = new FrameParser.Counts(0, 0, 0, 0);
    return silent(time, reason);
  }

  /** The modem does not answer, but the port is there. */
  List<Sample> silent(Instant time, String reason) {
    values.keySet().removeAll(Set.of(DataPoint.DEVICE_STATE, "uid", "version"));
    List<Sample> samples = new ArrayList<>();
    for (DataPoint point : points.values()) {
      if (!point.name().equals(DataPoint.DEVICE_STATE)) {
        reported.remove(point.name());
        samples.add(Sample.failed(point, Quality.UNCERTAIN, time, reason));
      } else {
        reported.put(point.name(), new Value.Int(0));
        samples.add(Sample.good(point, new Value.Int(0), time));
      }
    }
    return samples;
  }

  private void count(String name, long count) {
    values.put(name, new Value.Int(count));
  }

  static String text(Bytes version) {
    String ascii =
        new String(version.slice(4, VERSION_LENGTH).toArray(), StandardCharsets.US_ASCII)
            .replaceAll("[^\\x20-\\x7E]", ".");
    return "%s %s (D7AP %d.%d, file system %d.%d)"
        .formatted(
            ascii.substring(0, 6).strip(),
            ascii.substring(6).strip(),
            version.at(0),
            version.at(1),
            version.at(2),
            version.at(3));
  }
}
