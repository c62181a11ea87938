package io.busbar.drivers.modbus;

import io.busbar.drivers.BusException;
import io.busbar.drivers.BusException.Refused;
import io.busbar.drivers.Value;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sets one quantity of a device, and reads what the device took: many round a value or limit it
 * without a word.
 */
final class PointSetter {
  /** No exception code of a device: it took another value. */
  private static final int TOOK_ANOTHER = 0;

  private final ModbusMaster master;
  private final PolledDevice device;
  private final Register register;
  private final Writing writing;

  PointSetter(ModbusMaster master, PolledDevice device, Register register, Writing writing) {
    this.master = master;
    this.device = device;
    this.register = register;
    this.writing = writing;
  }

  PolledDevice device() {
    return device;
  }

  Register register() {
    return register;
  }

  /**
   * What the device has now.
   *
   * @param refusal null when that is what was wanted
   */
  record Taken(Reading reading, @Nullable Refused refusal) {}

  /**
   * Writes the value and reads it back.
   *
   * @throws IllegalArgumentException the register cannot hold the value
   * @throws BusException no answer, a refusal, or no proper answer
   */
  Taken set(Value value) throws BusException, InterruptedException {
    device.locate(master);
    int exponent = device.exponent(master, register);
    List<Integer> words = new RegisterWriter(register).encode(value, exponent);
    if (register.bit() != null) {
      words = List.of(modified(words.getFirst(), register.bit()));
    }
    int[] taken = write(words);
    Reading wanted = register.decode(words.stream().mapToInt(word -> word).toArray(), 0, exponent);
    Reading got = register.decode(taken, 0, exponent);
    return new Taken(got, got.equals(wanted) ? null : another(wanted, got));
  }

  /** The register as it is, with one bit changed. */
  private int modified(int state, int bit) throws BusException, InterruptedException {
    int word = master.read(device.request(register))[0];
    int mask = 1 << (register.swapBytes() ? bit ^ 8 : bit);
    return state == 0 ? word & ~mask : word | mask;
  }

  /** Writes, and gives the registers as the device has them afterwards. */
  private int[] write(List<Integer> words) throws BusException, InterruptedException {
    int function = writing.function(register.area() == Area.COIL, words.size());
    ReadRequest place = device.request(register);
    WriteRequest request =
        new WriteRequest(device.name(), device.unit(), function, place.address(), words);
    byte[] answer = master.ask(request);
    if (function != WriteRequest.REGISTERS_READ) {
      return master.read(place);
    }
    int[] taken = new int[words.size()];
    Arrays.setAll(taken, i -> Pdu.word(answer, 2 + 2 * i));
    return taken;
  }

  private Refused another(Reading wanted, Reading got) {
    return new Refused(
        TOOK_ANOTHER,
        "%s took another value for %s: got %s, want %s"
            .formatted(device.name(), register.name(), shown(got), shown(wanted)),
        "The device limits, rounds or locks this value: look at its manual and settings");
  }

  private static String shown(Reading reading) {
    return switch (reading) {
      case Reading.Is(Value value) -> value.toString();
      case Reading.NotAvailable(String reason) -> reason;
    };
  }
}
