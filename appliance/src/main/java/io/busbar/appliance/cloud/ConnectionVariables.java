package io.busbar.appliance.cloud;

import io.busbar.appliance.process.ProcessTree;
import io.busbar.drivers.DataPoint;
import io.busbar.drivers.Device;
import io.busbar.drivers.Quality;
import io.busbar.drivers.Sample;
import io.busbar.drivers.SampleSink;
import io.busbar.drivers.Value;
import io.busbar.drivers.ValueType;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How a connection is, as variables {@code /Process/<connector>/...} (FP Juconn manual, section
 * 7.5):
 *
 * <pre>
 * ConnectionType      mqtt:host:port or mqtt+ssl:host:port
 * ConnectionState     1 connected, 0 not
 * ConnectionStateMsg  not connected, connecting, registering or connected
 * LastTimeStamp       when the broker last acknowledged something, Unix time in seconds
 * ChangeToggle        changes between 0 and 1 whenever LastTimeStamp did
 * BrokerVersion       what the platform says of itself; without a value while it says nothing
 * </pre>
 */
public final class ConnectionVariables {
  private static final String UNSAID = "the platform does not tell its version";

  private final Points points = new Points();
  private final String configured;
  private final Supplier<PublisherState> publisher;
  private final InstantSource clock;
  private final SampleSink sink;
  private final Map<DataPoint, Value> told = new HashMap<>();
  private @Nullable Instant last;
  private long toggled;

  /**
   * Defines the variables.
   *
   * @param url of the broker, as the configuration has it
   */
  public ConnectionVariables(
      ProcessTree tree,
      String connector,
      String url,
      Supplier<PublisherState> publisher,
      InstantSource clock) {
    this.configured = url;
    this.publisher = publisher;
    this.clock = clock;
    this.sink = tree.define(connector, points.devices());
    sink.accept(List.of(Sample.failed(points.version, Quality.BAD, clock.instant(), UNSAID)));
    look();
  }

  /** The devices that each connector defines, for whoever wants to know before it runs. */
  public static List<Device> devices() {
    return new Points().devices();
  }

  /** Reports what changed; to be called every second or so, always by the same thread. */
  public void look() {
    PublisherState now = publisher.get();
    Map<DataPoint, Value> values = new HashMap<>();
    String url = now.url().isEmpty() ? configured : now.url();
    values.put(
        points.type,
        new Value.Text(url.replaceFirst("^ssl://", "mqtt+ssl:").replaceFirst("^tcp://", "mqtt:")));
    boolean connected = now.phase() == PublisherState.Phase.CONNECTED;
    values.put(points.state, new Value.Int(connected ? 1 : 0));
    values.put(points.message, new Value.Text(words(now)));
    Instant acknowledged = now.lastAcknowledged();
    if (acknowledged != null) {
      toggled = acknowledged.equals(last) ? toggled : 1 - toggled;
      last = acknowledged;
      values.put(points.timeStamp, new Value.Int(acknowledged.getEpochSecond()));
    }
    values.put(points.toggle, new Value.Int(toggled));
    if (!now.version().isEmpty()) {
      values.put(points.version, new Value.Text(now.version()));
    }
    report(values);
  }

  private void report(Map<DataPoint, Value> values) {
    List<Sample> block = new ArrayList<>();
    values.forEach((point, value) -> {
      if (!value.equals(told.put(point, value))) {
        block.add(Sample.good(point, value, clock.instant()));
      }
    });
    if (!block.isEmpty()) {
      sink.accept(block);
    }
  }

  private static String words(PublisherState state) {
    return switch (state.phase()) {
      case DISABLED, WAITING -> "not connected";
      case CONNECTING -> "connecting";
      case CONNECTED -> state.ready() ? "connected" : "registering";
    };
  }

  /** The points of one connector. */
  private static final class Points {
    final DataPoint type = text("ConnectionType");
    final DataPoint state = whole("ConnectionState");
    final DataPoint message = text("ConnectionStateMsg");
    final DataPoint timeStamp = whole("LastTimeStamp");
    final DataPoint toggle = whole("ChangeToggle");
    final DataPoint version = text("BrokerVersion");

    List<Device> devices() {
      return List.of(new Device("", List.of(type, state, message, timeStamp, toggle, version)));
    }
  }

  private static DataPoint text(String name) {
    return new DataPoint("", name, ValueType.TEXT, "", "connection", false);
  }

  private static DataPoint whole(String name) {
    return new DataPoint("", name, ValueType.INT, "", "connection", false);
  }
}
