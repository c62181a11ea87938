package io.busbar.hwtest;

import io.busbar.drivers.dash7.alp.Uid;
import io.busbar.drivers.dash7.frame.Bytes;
import io.busbar.hwtest.dash7.ModemServer;
import io.busbar.hwtest.dash7.SimulatedModem;
import io.busbar.hwtest.simulator.ThreePhaseMeter;
import io.busbar.hwtest.simulator.ThreePhaseMeter.Energy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The demo's radio: a modem, an energy node that pushes as often as its {@code interval} says, and
 * a climate node that nobody has configured.
 */
final class DemoRadio implements AutoCloseable {
  static final String ENERGY_NODE = "323636300039004C";
  private static final Uid MODEM = Uid.parse("3236363000390001");
  private static final Uid ENERGY = Uid.parse(ENERGY_NODE);
  private static final Uid CLIMATE = Uid.parse("41303039002F002A");
  private static final int ENERGY_FILE = 52;
  private static final int CONFIG_FILE = 62;
  private static final int CLIMATE_FILE = 53;
  private static final int CLIMATE_SECONDS = 5;

  private final ThreePhaseMeter meter = new ThreePhaseMeter(System::nanoTime);
  private final ModemServer server = new ModemServer(0, MODEM);
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("radio").factory());
  private long seconds;

  DemoRadio() throws IOException {
    server.modem(modem -> {
      modem.put(ENERGY, CONFIG_FILE, Bytes.hex("02 00 00 00 01"));
      // 41.5 % and 23.7 degrees, in tenths.
      modem.put(CLIMATE, CLIMATE_FILE, Bytes.hex("9F 01 00 00 ED 00 00 00"));
    });
    var _ = clock.scheduleAtFixedRate(this::second, 1, 1, TimeUnit.SECONDS);
  }

  /** For the configuration of the bus. */
  String url() {
    return server.url();
  }

  @Override
  public void close() throws IOException {
    clock.shutdownNow();
    server.close();
  }

  private void second() {
    seconds++;
    server.modem(modem -> {
      if (seconds % interval(modem) == 0) {
        modem.put(ENERGY, ENERGY_FILE, energy());
        modem.push(ENERGY, ENERGY_FILE, 57, 71);
        modem.push(ENERGY, CONFIG_FILE, 57, 71);
      }
      if (seconds % CLIMATE_SECONDS == 0) {
        modem.push(CLIMATE, CLIMATE_FILE, 83, 94);
      }
    });
  }

  private static long interval(SimulatedModem modem) {
    byte[] config = modem.file(ENERGY, CONFIG_FILE).toArray();
    long wanted = ByteBuffer.wrap(config).order(ByteOrder.LITTLE_ENDIAN).getInt() & 0xFFFF_FFFFL;
    return Math.max(1, wanted);
  }

  /** The old energy file: Wh and VAh as 64 bits, and whether they are valid. */
  private Bytes energy() {
    double wattHours = 0;
    double voltAmpHours = 0;
    for (Energy phase : meter.read().energy()) {
      wattHours += phase.wattHours();
      voltAmpHours += phase.voltAmpHours();
    }
    ByteBuffer file = ByteBuffer.allocate(17).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong((long) wattHours).putLong((long) voltAmpHours).put((byte) 1);
    return Bytes.copyOf(file.array());
  }
}
