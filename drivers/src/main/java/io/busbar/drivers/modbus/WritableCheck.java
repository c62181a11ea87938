package io.busbar.drivers.modbus;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a point's area and its way of being set must keep and no schema can say. */
final class WritableCheck {
  private static final Set<Integer> FUNCTIONS = Set.of(5, 6, 15, 16, 23);

  private final Register point;
  private final Area area;
  private final List<Fault> faults = new ArrayList<>();

  /**
   * One fault.
   *
   * @param key from the point on, for example {@code /writable/function}
   */
  record Fault(String key, String message) {}

  private WritableCheck(Register point) {
    this.point = point;
    this.area = point.area();
  }

  static List<Fault> faults(Register point) {
    WritableCheck check = new WritableCheck(point);
    check.bits();
    Writing writing = point.writable();
    if (writing != null) {
      check.function(writing);
      check.limits(writing);
    }
    return check.faults;
  }

  private void bits() {
    if (area.isBits() && point.type() != RegisterType.BOOL) {
      add("/type", "got " + point.type() + " in a bit area, want bool");
    }
    if (area.isBits() && (point.bit() != null || point.swapBytes())) {
      add("/function", "got bit or swapBytes in a bit area, want them only in registers");
    }
  }

  private void function(Writing writing) {
    if (area != Area.COIL && area != Area.HOLDING) {
      add("/writable", "got a " + area.word() + ", want a coil or holding register to be set");
      return;
    }
    if (writing.function() != 0 && !FUNCTIONS.contains(writing.function())) {
      add("/writable/function", "got " + writing.function() + ", want 5, 6, 15, 16 or 23");
      return;
    }
    int function = writing.function(area == Area.COIL, point.words());
    if (WriteRequest.isOfCoils(function) != (area == Area.COIL)) {
      String want = area == Area.COIL ? "5 or 15" : "6, 16 or 23";
      add("/writable/function", "got " + function + " for a " + area.word() + ", want " + want);
    }
    if (function == WriteRequest.REGISTER && point.words() > 1) {
      add("/writable/function", "got 6 for " + point.words() + " registers, want 16 or 23");
    }
    if (point.words() > WriteRequest.MOST_REGISTERS) {
      add("/words", "got " + point.words() + ", want at most 121 to be set");
    }
    if ((point.bit() != null) != writing.readModifyWrite()) {
      add(
          "/writable/readModifyWrite",
          point.bit() == null
              ? "got it without a bit, want it only for a bit of a register"
              : "missing; a bit is set by writing its whole register, say true if that is safe");
    }
  }

  private void limits(Writing writing) {
    boolean limited = writing.min() != null || writing.max() != null || writing.step() != null;
    boolean number =
        point.type() != RegisterType.BOOL
            && point.type() != RegisterType.TEXT
            && point.texts().isEmpty();
    if (limited && !number) {
      add("/writable", "got min, max or step, want them only on a number");
    }
    if (writing.min() != null
        && writing.max() != null
        && writing.min().compareTo(writing.max()) > 0) {
      add("/writable/min", "got " + writing.min() + ", want at most max, " + writing.max());
    }
  }

  private void add(String key, String message) {
    faults.add(new Fault(key, message));
  }
}
