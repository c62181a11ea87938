package io.busbar.hwtest;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.busbar.hwtest.portal.Portal;
import io.busbar.hwtest.simulator.MeterRegisters;
import io.busbar.hwtest.simulator.ModbusSlave;
import io.busbar.hwtest.simulator.TcpFront;
import io.busbar.hwtest.simulator.ThreePhaseMeter;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.paho.client.mqttv3.MqttException;

/**
 * The demo cabinet: a simulated three-phase meter on real Modbus TCP, a DASH7 modem with an energy
 * node, the packaged appliance as its own process, and a cloud's broker with a portal that rolls
 * the appliance out, and somebody who listens there.
 */
public final class Demo {
  private static final Duration STARTS_WITHIN = Duration.ofSeconds(60);
  private static final int METER_UNIT = 1;
  private static final int PASSWORD_BYTES = 6;

  /** Where MindSphere takes values; on others it takes, for example, the data model. */
  private static final String TIME_SERIES = "/o/mc_v3/ts";

  private final DemoOptions options;
  private final PrintStream out;
  private final CountDownLatch arrived = new CountDownLatch(1);
  private volatile boolean ending;

  Demo(DemoOptions options, PrintStream out) {
    this.options = options;
    this.out = out;
  }

  /** {@code --seconds N} ends by itself, with 0 when values arrived; {@code --port N}. */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  private static int run(String[] arguments) {
    try {
      return new Demo(DemoOptions.parse(List.of(arguments)), System.out).run();
    } catch (IOException | MqttException | IllegalArgumentException e) {
      System.err.println("demo: " + e.getMessage());
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  /** Runs until the time is up or somebody ends the process. */
  int run() throws IOException, MqttException, InterruptedException {
    int port = page(options.port());
    Path data = options.folder().resolve("data");
    clear(data);
    Files.createDirectories(data);
    ModbusSlave slave =
        new ModbusSlave(METER_UNIT, MeterRegisters.sdm630(new ThreePhaseMeter(System::nanoTime)));
    Path log = options.folder().resolve("appliance.log");
    Files.deleteIfExists(log);
    InstantSource clock = InstantSource.system();
    try (TcpFront meter = new TcpFront(0, slave);
        DemoRadio radio = new DemoRadio();
        DemoBroker broker = new DemoBroker(0, clock, _ -> {});
        Subscriber _ = new Subscriber(broker.url(), "#", clock, this::show);
        Portal _ = new Portal(broker.url(), clock, _ -> {})) {
      Path config = options.folder().resolve("demo.json");
      Files.writeString(
          config, DemoConfig.json(meter.port(), METER_UNIT, radio.url(), broker.url()));
      try (ApplianceProcess appliance =
          ApplianceProcess.start(options.distribution(), data, config, port, log)) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(appliance), "end of the demo"));
        appliance.ready(STARTS_WITHIN);
        String password = claim(appliance);
        String token = AdminToken.make(options.distribution(), data, "demo");
        explain(port, meter.port(), broker.url(), log, password, token);
        return watch(appliance);
      }
    }
  }

  /** As whoever unpacks an appliance does; only then it connects to its clouds. */
  private static String claim(ApplianceProcess appliance) throws IOException, InterruptedException {
    byte[] random = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(random);
    String password = "demo-" + HexFormat.of().formatHex(random);
    HttpResponse<String> answer =
        appliance
            .api()
            .post(
                "/api/v1/claim",
                new ObjectMapper()
                    .createObjectNode()
                    .put("password", password)
                    .put("language", "en"));
    if (answer.statusCode() != 201) {
      throw new IOException("POST claim: got " + answer.statusCode() + ": " + answer.body());
    }
    return password;
  }

  private int watch(ApplianceProcess appliance) throws IOException, InterruptedException {
    long start = System.nanoTime();
    while (System.nanoTime() - start < options.length().toNanos()) {
      if (!appliance.isAlive() && !ending) {
        throw new IOException("the appliance ended by itself:\n" + appliance.printed());
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    boolean something = arrived.getCount() == 0;
    out.println(something ? "The cloud got its data." : "Nothing arrived at the cloud.");
    if (!something) {
      out.println(appliance.printed());
    }
    return something ? 0 : 1;
  }

  private void show(Received message) {
    if (message.topic().endsWith(TIME_SERIES)) {
      arrived.countDown();
    }
    out.println(MessageText.lines(message));
  }

  /** Ctrl-C: the appliance must not outlive the demo. */
  private void end(ApplianceProcess appliance) {
    ending = true;
    appliance.close();
  }

  private void explain(
      int port, int meterPort, String broker, Path log, String password, String token) {
    String page = "http://localhost:" + port;
    out.println(
        """

        Busbar's demo cabinet is running.

          look at   %s
          log in    admin, password %s
          token     TOKEN=%s
          ask       curl -H "Authorization: Bearer $TOKEN" '%s/api/v1/values?path=/Process/Lan/Meter1'
          set       curl -X PUT -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \\
                         -d '{"value": 10}' '%s/api/v1/values/Process/Radio/Energy_4/interval'
          listen    mosquitto_sub -p %s -v -t '#'        (MQTT broker)
          poll      127.0.0.1:%d                           (Modbus TCP, unit %d, Eastron SDM630)
          log       %s

        Below is what the cloud gets. Ctrl-C ends everything.
        """
            .formatted(
                page,
                password,
                token,
                page,
                page,
                broker.substring(broker.lastIndexOf(':') + 1),
                meterPort,
                METER_UNIT,
                log));
  }

  /** The port for the page: the one that was asked for, if it is free. */
  private static int page(int wanted) throws IOException {
    try {
      return Ports.free(wanted);
    } catch (IOException e) {
      throw new IOException(
          "port %d is taken by another program; take another one: hw-test/demo --port %d"
              .formatted(wanted, wanted + 1),
          e);
    }
  }

  private static void clear(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
