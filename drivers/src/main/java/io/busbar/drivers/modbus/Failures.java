package io.busbar.drivers.modbus;

import io.busbar.drivers.BusException.Garbled;
import io.busbar.drivers.BusException.NoAnswer;
import io.busbar.drivers.BusException.Refused;
import io.busbar.drivers.schema.DurationText;
import java.time.Duration;
import java.util.HexFormat;

/**
 * What can be wrong with an answer, in words that name bus, device, unit id and address.
 *
 * @param bus name of the bus
 * @param silenceHint what to look at when nothing comes
 * @param noiseHint what to look at when something comes that is no answer
 */
record Failures(String bus, String silenceHint, String noiseHint) {
  private static final HexFormat HEX = HexFormat.ofDelimiter(" ").withUpperCase();
  private static final int LONGEST_QUOTE = 24;

  static Failures ofRtu(String bus, String line) {
    return new Failures(
        bus,
        "Is the device on, is its unit id right, are its settings "
            + line
            + ", and are A and B not swapped?",
        "Check baud rate and parity ("
            + line
            + "), termination, cable, and that no two devices have the same unit id and no second"
            + " master is on the line");
  }

  static Failures ofTcp(String bus) {
    return new Failures(
        bus,
        "Check the unit id; behind a gateway also the wiring and baud rate of the device",
        "Check that this host and port speak Modbus TCP and that no two devices have the same unit"
            + " id");
  }

  /** The same for a connection beside the first. */
  static Failures ofTcp(String bus, SpareConnection spare) {
    Failures usual = ofTcp(bus);
    return new Failures(bus, usual.silenceHint() + ". " + spare.hint(), usual.noiseHint());
  }

  NoAnswer silence(Question request, Duration timeout) {
    return new NoAnswer(
        "%s: no answer from %s within %s".formatted(bus, request, DurationText.format(timeout)),
        silenceHint);
  }

  Garbled restless(Question request) {
    return new Garbled(
        "%s: the line is never silent, so %s cannot be asked".formatted(bus, request),
        "Another master or a device that sends unasked is on this line; give it its own");
  }

  Garbled cut(Question request, byte[] got) {
    return garbled(request, "a short frame: " + quote(got));
  }

  Garbled crc(Question request, byte[] got) {
    return garbled(request, "a frame with a wrong CRC: " + quote(got));
  }

  Garbled noFrame(Question request, byte[] got) {
    return garbled(request, "bytes that are no Modbus frame: " + quote(got));
  }

  Garbled unit(Question request, int got) {
    return garbled(request, "an answer of unit %d, want unit %d".formatted(got, request.unit()));
  }

  Garbled function(Question request, int got) {
    return garbled(request, "an answer to function %d, want %d".formatted(got, request.function()));
  }

  Garbled count(Question request, int got, int want) {
    return garbled(request, "an answer of %d data bytes, want %d".formatted(got, want));
  }

  Garbled echo(Question request, byte[] got) {
    return garbled(request, "the answer to another write: " + quote(got));
  }

  /** The device's own refusal, by the exception codes of the Modbus specification. */
  Refused refusal(Question request, int code) {
    return new Refused(
        code,
        "%s: %s refused: %s (exception %d)".formatted(bus, request, words(code), code),
        hint(code));
  }

  /** Whether a code tells that a gateway did not reach the device. */
  static boolean fromGateway(int code) {
    return code == 10 || code == 11;
  }

  private Garbled garbled(Question request, String what) {
    return new Garbled("%s: got %s, asking %s".formatted(bus, what, request), noiseHint);
  }

  private static String words(int code) {
    return switch (code) {
      case 1 -> "illegal function";
      case 2 -> "illegal data address";
      case 3 -> "illegal data value";
      case 4 -> "device failure";
      case 5 -> "acknowledged, still working";
      case 6 -> "device busy";
      case 8 -> "memory parity error";
      case 10 -> "gateway path unavailable";
      case 11 -> "gateway got no answer from the device";
      default -> "a code of its maker's own";
    };
  }

  private static String hint(int code) {
    return switch (code) {
      case 1, 2, 3 -> "Check that the configured meter type is the one that is built in";
      case 4, 8 -> "The device reports a fault of its own: look at its display, restart it";
      case 5, 6 -> "It is asked again at the next poll; if it stays so, poll less often";
      case 10 -> "Check the unit ids and serial ports in the gateway's configuration";
      case 11 -> "Behind the gateway: is the device on, are unit id, baud rate and wiring right?";
      default -> "Look the code up in the device's manual";
    };
  }

  private static String quote(byte[] got) {
    int shown = Math.min(got.length, LONGEST_QUOTE);
    return HEX.formatHex(got, 0, shown)
        + (shown < got.length ? " ..." : "")
        + " ("
        + got.length
        + (got.length == 1 ? " byte)" : " bytes)");
  }
}
