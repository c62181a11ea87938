package io.busbar.drivers.modbus;

import io.busbar.drivers.Browsable.Page;
import io.busbar.drivers.Browsable.Place;
import io.busbar.drivers.BusException;
import io.busbar.drivers.schema.DurationText;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Registers as somebody wants to see them who does not know yet what stands in them. */
final class RegisterBrowser {
  private static final int PRINTABLE = 0x20;
  private static final int LAST_PRINTABLE = 0x7E;

  private RegisterBrowser() {}

  /**
   * The request of a page.
   *
   * @throws IllegalArgumentException something of it is out of its range
   */
  static ReadRequest request(int unit, String area, int address, int count) {
    Area known = area(area);
    range("unit", unit, 0, 255);
    range("address", address, 0, 0xFFFF);
    range("count", count, 1, Math.min(known.most(), 0x1_0000 - address));
    return new ReadRequest("unit " + unit, unit, known.function(), address, count);
  }

  private static Area area(String word) {
    for (Area area : Area.values()) {
      if (area.word().equals(word)) {
        return area;
      }
    }
    throw new IllegalArgumentException(
        "area: got another word, want coil, discrete, holding or input");
  }

  private static void range(String name, int got, int least, int most) {
    if (got < least || got > most) {
      throw new IllegalArgumentException(
          "%s: got %d, want %d to %d".formatted(name, got, least, most));
    }
  }

  /** Reads a page, unless the unit must be left alone: that would make the whole bus wait. */
  static Page read(ModbusMaster master, ReadRequest request)
      throws BusException, InterruptedException {
    long rest = master.quarantine(request.unit());
    if (rest > 0) {
      throw new BusException.NoAnswer(
          "unit " + request.unit() + " did not answer when it was last asked",
          "Ask again in " + DurationText.format(Duration.ofMillis(rest / 1_000_000 + 1)));
    }
    int[] values = master.read(request);
    Area area = Area.read(request.function());
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      int address = request.address() + i;
      places.add(
          area.isBits()
              ? new Place(address, area.manual(address), "" + values[i], Map.of())
              : new Place(
                  address, area.manual(address), "%04X".formatted(values[i]), readings(values, i)));
    }
    Line.Exchange exchange = master.last();
    return new Page(exchange.request(), exchange.answer(), places);
  }

  private static Map<String, String> readings(int[] words, int at) {
    Map<String, String> readings = new LinkedHashMap<>();
    readings.put("bits", bits(words[at]));
    text(words[at], "text", readings);
    text((words[at] >> 8) | ((words[at] & 0xFF) << 8), "text swapped", readings);
    for (RegisterType type : RegisterType.values()) {
      if (isShown(type) && at + type.words() <= words.length) {
        number(type, words, at, readings);
      }
    }
    return readings;
  }

  /** Bytes are seen in the hex digits already. */
  private static boolean isShown(RegisterType type) {
    return switch (type) {
      case INT8, UINT8, BOOL, TEXT -> false;
      case INT16, UINT16, INT32, UINT32, INT64, UINT64 -> true;
      case FLOAT32, FLOAT64, BCD16, BCD32, BCD64 -> true;
    };
  }

  private static void number(RegisterType type, int[] words, int at, Map<String, String> readings) {
    for (WordOrder order : WordOrder.values()) {
      for (boolean swap : new boolean[] {false, true}) {
        if (type.words() == 1 && order == WordOrder.LOW_FIRST) {
          continue;
        }
        String name =
            type.word()
                + (order == WordOrder.LOW_FIRST ? " low-first" : "")
                + (swap ? " swapped" : "");
        if (register(type, order, swap).decode(words, at, 0) instanceof Reading.Is(var value)) {
          readings.put(name, value.toString());
        }
      }
    }
  }

  private static Register register(RegisterType type, WordOrder order, boolean swap) {
    return new Register(
        "x",
        0,
        type,
        type.words(),
        null,
        order,
        swap,
        BigDecimal.ONE,
        BigDecimal.ZERO,
        null,
        "",
        Map.of(),
        List.of(),
        Area.HOLDING.function(),
        null);
  }

  /** The highest bit first, in fours. */
  private static String bits(int word) {
    String all = Integer.toBinaryString(0x1_0000 | word).substring(1);
    return all.replaceAll("(.{4})(?=.)", "$1 ");
  }

  private static void text(int word, String name, Map<String, String> readings) {
    int first = (word >> 8) & 0xFF;
    int second = word & 0xFF;
    if (isPrintable(first) && isPrintable(second)) {
      readings.put(name, "" + (char) first + (char) second);
    }
  }

  private static boolean isPrintable(int character) {
    return character >= PRINTABLE && character <= LAST_PRINTABLE;
  }
}
