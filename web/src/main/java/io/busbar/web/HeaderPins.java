package io.busbar.web;

import io.busbar.web.Console.ValueView;
import io.busbar.web.Wires.TerminalView;
import io.busbar.web.pages.IoPage.Pin;
import io.busbar.web.pages.Texts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The drawing of the 40-pin header: what each pin is and what is wired to it. */
final class HeaderPins {
  private static final int PINS = 40;
  private static final int LEFT = 165;
  private static final int RIGHT = 195;
  private static final int TOP = 16;
  private static final int ROW = 22;
  private static final int LONGEST_TEXT = 20;
  private static final Set<Integer> GROUND = Set.of(6, 9, 14, 20, 25, 30, 34, 39);
  private static final Map<Integer, String> POWER =
      Map.of(1, "3.3 V", 17, "3.3 V", 2, "5 V", 4, "5 V");

  private final Texts texts;
  private final Map<Integer, TerminalView> taken = new HashMap<>();
  private final Map<Integer, ValueView> values = new HashMap<>();

  HeaderPins(Texts texts) {
    this.texts = texts;
  }

  void take(TerminalView terminal, @Nullable ValueView value) {
    Integer pin = terminal.pin();
    if (pin != null) {
      taken.put(pin, terminal);
      if (value != null) {
        values.put(pin, value);
      }
    }
  }

  /** All pins; none when nothing is wired to any. */
  List<Pin> pins() {
    List<Pin> pins = new ArrayList<>();
    for (int number = 1; number <= PINS && !taken.isEmpty(); number++) {
      int x = number % 2 == 1 ? LEFT : RIGHT;
      int y = TOP + (number - 1) / 2 * ROW;
      TerminalView terminal = taken.get(number);
      ValueView value = values.get(number);
      boolean on = value != null && Boolean.TRUE.equals(value.value());
      pins.add(new Pin(number, x, y, kind(number, terminal), on, text(number, terminal, value)));
    }
    return pins;
  }

  private static String kind(int number, @Nullable TerminalView terminal) {
    if (terminal != null) {
      return terminal.kind();
    }
    return GROUND.contains(number) ? "ground" : POWER.containsKey(number) ? "power" : "free";
  }

  private String text(int number, @Nullable TerminalView terminal, @Nullable ValueView value) {
    if (terminal == null) {
      return GROUND.contains(number) ? "GND" : POWER.getOrDefault(number, "");
    }
    String path = terminal.path();
    String name = path.substring(path.lastIndexOf('/') + 1);
    String label = terminal.label().isEmpty() ? name : terminal.label();
    String whole =
        value != null && value.value() instanceof Boolean on
            ? label + " " + texts.get(on ? "value.on" : "value.off")
            : label;
    return whole.length() <= LONGEST_TEXT ? whole : whole.substring(0, LONGEST_TEXT - 1) + "…";
  }
}
