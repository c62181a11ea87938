package io.busbar.drivers.modbus;

import io.busbar.drivers.BusException;
import io.busbar.drivers.BusException.Garbled;
import io.busbar.drivers.BusException.Refused;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a SunSpec model stands in a device: after {@code 53 75 6E 53} ("SunS") at 40000, 50000 or 0
 * comes a chain of models, each with its id, its length and so many registers; id FFFFh ends it.
 */
final class SunSpecChain {
  private static final int[] STARTS = {40_000, 50_000, 0};
  private static final int SUN = 0x5375;
  private static final int SPEC = 0x6E53;
  private static final int END = 0xFFFF;
  private static final int HEADER = 2;

  private SunSpecChain() {}

  /** Reads registers of the device. */
  @FunctionalInterface
  interface Registers {
    int[] read(int address, int count) throws BusException, InterruptedException;
  }

  /**
   * The address of the model's id register.
   *
   * @throws Garbled the device has no SunSpec map, or none with this model
   */
  static int locate(String device, int model, Registers registers)
      throws BusException, InterruptedException {
    for (int start : STARTS) {
      if (marked(start, registers)) {
        return walk(device, model, start + HEADER, registers);
      }
    }
    throw new Garbled(
        device + ": got no SunSpec mark at 40000, 50000 or 0",
        "Switch SunSpec on in the device, or configure another meter type");
  }

  private static boolean marked(int start, Registers registers)
      throws BusException, InterruptedException {
    try {
      int[] mark = registers.read(start, HEADER);
      return mark[0] == SUN && mark[1] == SPEC;
    } catch (Refused e) {
      if (Failures.fromGateway(e.code())) {
        throw e;
      }
      return false; // no such registers: the map starts elsewhere
    }
  }

  private static int walk(String device, int model, int first, Registers registers)
      throws BusException, InterruptedException {
    List<Integer> passed = new ArrayList<>();
    for (int at = first; at + HEADER <= 0x1_0000; ) {
      int[] header = registers.read(at, HEADER);
      if (header[0] == model) {
        return at;
      }
      if (header[0] == END) {
        break;
      }
      passed.add(header[0]);
      at += HEADER + header[1];
    }
    throw new Garbled(
        device + ": got the SunSpec models " + passed + ", want model " + model,
        "Configure the meter type that fits one of these models");
  }
}
