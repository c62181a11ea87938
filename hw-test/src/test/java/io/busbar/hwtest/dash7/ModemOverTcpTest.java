package io.busbar.hwtest.dash7;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.drivers.BusException;
import io.busbar.drivers.DataPoint;
import io.busbar.drivers.Sample;
import io.busbar.drivers.Value;
import io.busbar.drivers.dash7.Dash7Bus;
import io.busbar.drivers.dash7.Dash7Settings;
import io.busbar.drivers.dash7.Dash7Type;
import io.busbar.drivers.dash7.NodeSettings;
import io.busbar.drivers.dash7.alp.Uid;
import io.busbar.drivers.dash7.frame.Bytes;
import io.busbar.drivers.dash7.layout.LayoutLibrary;
import io.busbar.drivers.serial.SerialPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The bus on its own thread, a modem behind a serial device server. */
class ModemOverTcpTest {
  private static final Uid NODE = Uid.parse("323636300039004C");

  private final Map<String, String> values = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable BusException> ended = new AtomicReference<>();

  @Test
  void readsPushesSetsTheIntervalAndEndsWhenTheServerGoes() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Dash7Bus bus = bus(server.getLocalPort());
      Thread thread = Thread.ofPlatform().name("bus Radio").start(() -> run(bus));
      try (Socket socket = server.accept()) {
        Thread modem = Thread.ofVirtual().start(() -> serve(socket));
        await().atMost(30, SECONDS).until(() -> "605".equals(value("activeEnergyImportTotal")));
        await().atMost(30, SECONDS).until(() -> NODE.toString().equals(values.get("Modem/uid")));
        bus.write(interval(bus), new Value.Int(600)).get(30, SECONDS);
        await().atMost(30, SECONDS).until(() -> "600".equals(value("interval")));
        socket.shutdownOutput();
        modem.join();
      }
      thread.join();
      assertTrue(ended.get() instanceof BusException.Unavailable, String.valueOf(ended.get()));
      assertEquals("0", values.get("Modem/DeviceState"));
    }
  }

  private static Dash7Bus bus(int port) {
    NodeSettings node =
        new NodeSettings("Energy_4", NODE.toString(), "camexia-energy", null, null, 1);
    return new Dash7Type(
            LayoutLibrary.shipped(),
            SerialPort::open,
            (line, low, length) -> {},
            InstantSource.system(),
            System::nanoTime)
        .driver(
            new Dash7Settings("Radio", "tcp://127.0.0.1:" + port, 115_200, null, List.of(node)));
  }

  private void run(Dash7Bus bus) {
    try {
      bus.run(block -> block.forEach(this::keep));
    } catch (BusException e) {
      ended.set(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts this thread", e);
    }
  }

  private void keep(Sample sample) {
    if (sample.value() != null) {
      values.put(sample.point().device() + "/" + sample.point().name(), sample.value().toString());
    }
  }

  private @Nullable String value(String name) {
    return values.get("Energy_4/" + name);
  }

  private static DataPoint interval(Dash7Bus bus) {
    return bus.devices().getLast().points().stream()
        .filter(point -> point.name().equals("interval") && point.writable())
        .findFirst()
        .orElseThrow();
  }

  /** Pushes once when the host has probed, answers until the host hangs up. */
  private static void serve(Socket socket) {
    SimulatedModem modem = new SimulatedModem(NODE, frame -> write(socket, frame));
    modem.put(NODE, 52, Bytes.hex("5D 02 00 00 00 00 00 00 0F 00 00 00 00 00 00 00 01"));
    modem.put(NODE, 62, Bytes.hex("10 0E 00 00 01"));
    modem.push(NODE, 52, 57, 71);
    byte[] buffer = new byte[256];
    try {
      for (int count = socket.getInputStream().read(buffer);
          count >= 0;
          count = socket.getInputStream().read(buffer)) {
        modem.receive(buffer, 0, count);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Socket socket, byte[] frame) {
    try {
      socket.getOutputStream().write(frame);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
