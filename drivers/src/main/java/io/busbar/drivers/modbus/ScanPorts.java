package io.busbar.drivers.modbus;

import io.busbar.drivers.BusException;
import io.busbar.drivers.BusException.Garbled;
import io.busbar.drivers.BusException.NoAnswer;
import io.busbar.drivers.BusException.Refused;
import io.busbar.drivers.BusException.Unavailable;
import io.busbar.drivers.serial.Direction;
import io.busbar.drivers.serial.Parity;
import io.busbar.drivers.serial.SerialPort;
import io.busbar.drivers.serial.SerialSettings;
import io.busbar.drivers.serial.SocketPort;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The ways by which a scan asks. */
final class ScanPorts {
  private static final String NAME = "scan";

  /** An errand of a scan takes a second or two; so long only when the bus has died silently. */
  private static final Duration DEAD = Duration.ofSeconds(30);

  /** With this and 8N1 every serial port opens. */
  private static final int USUAL_BAUD_RATE = 9600;

  private ScanPorts() {}

  /**
   * A serial line of the scan's own.
   *
   * @throws Unavailable the port cannot be opened, whatever the settings
   */
  static ScanPort serial(String port, Direction direction, SerialPort.Opener opener, Pace pace)
      throws Unavailable {
    SerialSettings usual = new SerialSettings(port, USUAL_BAUD_RATE, 8, Parity.NONE, 1, direction);
    ModbusMaster master = ModbusMaster.rtu(NAME, opener, usual, ScanWalk.PATIENT, pace);
    master.open();
    return new Own(master);
  }

  /**
   * A TCP connection of the scan's own.
   *
   * @throws Unavailable the host does not take it
   */
  static ScanPort tcp(String host, int port, Duration connect, Pace pace) throws Unavailable {
    ModbusMaster master =
        ModbusMaster.tcp(NAME, () -> SocketPort.connect(host, port, connect), ScanWalk.TCP, pace);
    master.open();
    return new Own(master);
  }

  /**
   * The line of a running bus, which polls nothing until this is closed.
   *
   * @throws Unavailable the bus is down, or somebody else has it
   */
  static ScanPort lent(Lender bus) throws Unavailable {
    return new Lent(bus.lend("paused by a scan"));
  }

  /** What a question brings; only a line that is gone is a failure. */
  static ScanAnswer ask(ModbusMaster master, int unit, ScanQuestion question)
      throws BusException, InterruptedException {
    try {
      return ScanAnswer.of(question, master.ask(question.to(unit)));
    } catch (NoAnswer e) {
      return new ScanAnswer.Silence();
    } catch (Refused e) {
      return new ScanAnswer.Refused(e.code());
    } catch (Garbled e) {
      return new ScanAnswer.Noise();
    }
  }

  private record Own(ModbusMaster master) implements ScanPort {
    @Override
    public @Nullable Unavailable tune(SerialSettings settings, Timing timing) throws Unavailable {
      return master.retune(settings, timing);
    }

    @Override
    public ScanAnswer ask(int unit, ScanQuestion question)
        throws BusException, InterruptedException {
      return ScanPorts.ask(master, unit, question);
    }

    @Override
    public void close() {
      master.close();
    }
  }

  private record Lent(Lender.Loan loan) implements ScanPort {
    @Override
    public @Nullable Unavailable tune(SerialSettings settings, Timing timing)
        throws BusException, InterruptedException {
      return done(master -> Optional.ofNullable(master.retune(settings, timing))).orElse(null);
    }

    @Override
    public ScanAnswer ask(int unit, ScanQuestion question)
        throws BusException, InterruptedException {
      return done(master -> ScanPorts.ask(master, unit, question));
    }

    @Override
    public void close() {
      loan.close();
    }

    private <T> T done(Errand<T> errand) throws BusException, InterruptedException {
      try {
        return loan.post(errand).get(DEAD.toSeconds(), TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        if (e.getCause() instanceof BusException why) {
          throw why;
        }
        throw new IllegalStateException("a defect in a scan", e.getCause());
      } catch (TimeoutException e) {
        throw new Unavailable(
            "the bus did not ask for " + DEAD.toSeconds() + " s", "Repeat the scan", e);
      }
    }
  }
}
