package io.busbar.appliance.tixml;

import io.busbar.appliance.process.Fired;
import io.busbar.appliance.process.ProcessTree;
import io.busbar.appliance.process.Program;
import io.busbar.appliance.process.Sending;
import io.busbar.appliance.tixml.codec.Element;
import io.busbar.appliance.tixml.codec.Tixml;
import io.busbar.appliance.tixml.codec.Tixml.Form;
import io.busbar.drivers.BusException;
import io.busbar.drivers.DataPoint;
import io.busbar.drivers.Device;
import io.busbar.drivers.Quality;
import io.busbar.drivers.Sample;
import io.busbar.drivers.SampleSink;
import io.busbar.drivers.Value;
import io.busbar.drivers.ValueType;
import io.busbar.drivers.Writable;
import io.busbar.drivers.schema.Problem;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** An interpreter with a small tree and a configuration in memory. */
final class TixmlRig implements ConfigText, Writable {
  private static final Instant TIME = Instant.parse("2026-11-21T10:00:00Z");

  final ProcessTree tree = new ProcessTree(() -> 0);
  final List<String> done = new ArrayList<>();
  final GetVariables get = new GetVariables(tree, TixmlRig::system);
  final Interpreter interpreter;
  String config =
      "{\"gateway\":{\"name\":\"cabinet-7\",\"serialNumber\":\"01234567\"},\"buses\":[]}";
  boolean full;
  final FakeUsers users = new FakeUsers();
  Outcome outcome = new Outcome.Applied();
  private final List<DataPoint> points =
      List.of(
          writable("Test", ValueType.INT),
          writable("Door", ValueType.BOOL),
          writable("Temp", ValueType.REAL),
          writable("Note", ValueType.TEXT));
  private final SampleSink variables;

  TixmlRig() {
    new Program(tree, () -> TIME, running -> done.add(running ? "Run" : "Stop"));
    variables = tree.define("PV", List.of(new Device("", points)), this);
    variables.accept(
        List.of(
            good(points.get(0), new Value.Int(5)),
            good(points.get(1), new Value.Bool(true)),
            good(points.get(2), new Value.Real(21.5)),
            good(points.get(3), new Value.Text("a<b \u00b0"))));
    define("Lan", "PAC1", "frequency", new Value.Real(50.0), Quality.GOOD);
    define("Old", "4", "voltageL1", new Value.Real(230.25), Quality.BAD);
    define("Never", "D", "never", null, Quality.BAD);
    defineConnection();
    List<Command> commands = new ArrayList<>(List.of(get, new SetVariable(tree)));
    commands.addAll(new ConfigCommands(this, users, tree).all());
    commands.add(new SendCommand(this::send));
    commands.add(new DoOnCommand(this::fire));
    commands.add(new ResetCommand(this::forget));
    interpreter = new Interpreter(commands);
  }

  private static Map<String, String> system() {
    Map<String, String> system = new LinkedHashMap<>();
    system.put("/Hardware/Modules/Modem0", "BUSBAR");
    system.put("/Ethernet/AssignedIP", "192.168.1.7");
    system.put("/Ethernet2", "");
    system.put("/SerialNo", "01234567");
    return system;
  }

  private static DataPoint writable(String name, ValueType type) {
    return new DataPoint("", name, type, "", "process variable", true);
  }

  private static Sample good(DataPoint point, Value value) {
    return Sample.good(point, value, TIME);
  }

  private void define(
      String bus, String device, String name, @Nullable Value value, Quality quality) {
    DataPoint point = new DataPoint(device, name, ValueType.REAL, "", "unit 1");
    SampleSink sink = tree.define(bus, List.of(new Device(device, List.of(point))));
    if (value != null) {
      sink.accept(List.of(good(point, value)));
    }
    if (quality != Quality.GOOD) {
      sink.accept(List.of(Sample.failed(point, quality, TIME, "no answer")));
    }
  }

  /** The example of section 7.5. */
  private void defineConnection() {
    Map<String, Value> shown = new LinkedHashMap<>();
    shown.put("ConnectionType", new Value.Text("mqtt+ssl:172.18.121.247:8883"));
    shown.put("ConnectionState", new Value.Bool(true));
    shown.put("ConnectionStateMsg", new Value.Text("connected"));
    shown.put("LastTimeStamp", new Value.Int(1_585_563_331));
    shown.put("ChangeToggle", new Value.Bool(true));
    shown.put("BrokerVersion", new Value.Text("1.0.0"));
    List<Sample> block = new ArrayList<>();
    shown.forEach((name, value) ->
        block.add(good(new DataPoint("", name, ValueType.TEXT, "", "connection"), value)));
    tree.define("CloudConn", List.of(new Device("", block.stream().map(Sample::point).toList())))
        .accept(block);
  }

  @Override
  public CompletableFuture<Void> write(DataPoint point, Value value) {
    if (value instanceof Value.Int(long whole) && (whole < 0 || whole > 100)) {
      throw new IllegalArgumentException("got " + whole + ", want 0 to 100");
    }
    if (value.equals(new Value.Text("silence"))) {
      return CompletableFuture.failedFuture(
          new BusException.NoAnswer("nothing came in 1 s", "Is the device on?"));
    }
    variables.accept(List.of(good(point, value)));
    return CompletableFuture.completedFuture(null);
  }

  private Sending send(@Nullable String connector, @Nullable String section) {
    done.add(connector + "," + section);
    return switch (connector) {
      case "CloudConn3" -> new Sending.Unknown(connector, List.of("CloudConn", "CloudConn2"));
      case "Idle" -> new Sending.Idle(connector);
      case null, default -> new Sending.Done(1);
    };
  }

  private void forget() throws IOException {
    if (full) {
      throw new IOException("No space left on device");
    }
    done.add("forgotten");
  }

  private Fired fire(String event) {
    done.add(event);
    return switch (event) {
      case "Alarm" -> Fired.YES;
      case "Often" -> Fired.LEFT_OUT;
      case "Late" -> Fired.STOPPED;
      default -> Fired.UNKNOWN;
    };
  }

  @Override
  public Stored read() {
    return new Stored(config, "v" + config.hashCode());
  }

  @Override
  public Outcome replace(String json, String version) {
    if (!version.equals(read().version())) {
      return new Outcome.Outdated();
    }
    if (outcome instanceof Outcome.Applied) {
      config = json;
    }
    return outcome;
  }

  void refuse(String pointer, String message) {
    outcome = new Outcome.Refused(List.of(new Problem(pointer, message)));
  }

  /** The answer to a text, in its form. */
  String answer(Form form, String text) {
    return interpreter.answer(form, text).text();
  }

  /** The answer to one command. */
  String answer(String text) {
    return answer(Form.TEXT, text);
  }

  static List<Element> parse(Form form, String text) {
    try {
      return Tixml.parse(form, text).roots();
    } catch (io.busbar.appliance.tixml.codec.TixmlException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
