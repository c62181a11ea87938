package io.busbar.hwtest;

import io.busbar.hwtest.simulator.MeterRegisters;
import io.busbar.hwtest.simulator.ModbusSlave;
import io.busbar.hwtest.simulator.ReadCounter;
import io.busbar.hwtest.simulator.ReadCounter.Count;
import io.busbar.hwtest.simulator.TcpFront;
import io.busbar.hwtest.simulator.ThreePhaseMeter;
import java.io.IOException;
import java.util.List;

/** A meter that counts how often it was read: the numbers that must arrive, with their times. */
final class Ledger {
  private final ReadCounter counter =
      new ReadCounter(
          MeterRegisters.sdm630(new ThreePhaseMeter(System::nanoTime)),
          MeterRegisters.SDM630_IMPORT,
          System::nanoTime);
  private final TcpFront meter;

  Ledger(Cabinet cabinet) throws IOException {
    meter = cabinet.add(new TcpFront(0, new ModbusSlave(1, counter)));
  }

  /** Where the meter is, Modbus TCP on the loopback address. */
  int port() {
    return meter.port();
  }

  /** Every number that was given out, in order. */
  List<Count> log() {
    return counter.log();
  }

  /** The last number that was given out. */
  int last() {
    return log().size();
  }
}
