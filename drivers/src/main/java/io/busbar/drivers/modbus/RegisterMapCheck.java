package io.busbar.drivers.modbus;

import com.fasterxml.jackson.databind.JsonNode;
import io.busbar.drivers.DerivedPoints;
import io.busbar.drivers.schema.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a register map must keep and no schema can say. */
final class RegisterMapCheck {
  private static final int REGISTERS = 0x1_0000;
  private static final Set<String> OF_NUMBERS = Set.of("scale", "offset", "scaleFactor");

  private final RegisterMap map;
  private final JsonNode own;
  private final List<Problem> problems = new ArrayList<>();

  private RegisterMapCheck(RegisterMap map, JsonNode own) {
    this.map = map;
    this.own = own;
  }

  /**
   * Every fault of a map.
   *
   * @param own its document as written; what it took over has its place at {@code /like}
   */
  static List<Problem> problems(RegisterMap map, JsonNode own) {
    RegisterMapCheck check = new RegisterMapCheck(map, own);
    check.written();
    map.points().forEach(check::placed);
    check.requests();
    check.overlaps();
    check.derived();
    return check.problems;
  }

  /**
   * Every fault of the points that a configuration gives one device. They may share registers, as
   * the bits of a status word do: who writes them one by one means it.
   *
   * @param map with them
   * @param own only they
   */
  static List<Problem> ofDevice(RegisterMap map, JsonNode own) {
    RegisterMapCheck check = new RegisterMapCheck(map, own);
    check.written();
    map.points().forEach(check::placed);
    check.requests();
    check.derived();
    return check.problems;
  }

  /** What stands in the document itself. */
  private void written() {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < own.path("points").size(); i++) {
      JsonNode point = own.path("points").get(i);
      String path = "/points/" + i;
      String name = point.path("name").asText();
      if (!names.add(name)) {
        add(path + "/name", "got " + name + " again, want a name of its own");
      }
      keys(path, point);
      patterns(path + "/notAvailable", point.path("type").asText(), point.path("notAvailable"));
    }
    own.path("notAvailable")
        .properties()
        .forEach(
            type -> patterns("/notAvailable/" + type.getKey(), type.getKey(), type.getValue()));
  }

  /** Keys that only some types have. */
  private void keys(String path, JsonNode point) {
    String type = point.path("type").asText();
    boolean text = type.equals("text");
    if (text != point.has("words")) {
      add(path + "/words", text ? "missing; add how many registers it has" : unfit(type, "text"));
    }
    if (point.has("bit") && !type.equals("bool")) {
      add(path + "/bit", unfit(type, "bool"));
    }
    if (point.has("texts") && !type.matches("u?int.*|bcd.*")) {
      add(path + "/texts", unfit(type, "whole number"));
    }
    if (point.has("notAvailable") && text) {
      add(path + "/notAvailable", unfit(type, "number"));
    }
    if (point.path("scale").isNumber() && point.get("scale").decimalValue().signum() == 0) {
      add(path + "/scale", "got 0, want another number");
    }
    boolean number = !text && !type.equals("bool") && !point.has("texts");
    OF_NUMBERS.stream()
        .filter(key -> point.has(key) && !number)
        .sorted()
        .forEach(key -> add(path + "/" + key, unfit(point.has("texts") ? "code" : type, "number")));
  }

  private static String unfit(String type, String fit) {
    return "got this key on a " + type + ", want it only on a " + fit;
  }

  /** A pattern that is shorter than its type would be taken for another number. */
  private void patterns(String path, String type, JsonNode patterns) {
    int digits = 4 * words(type);
    for (int i = 0; i < patterns.size(); i++) {
      String pattern = patterns.get(i).asText();
      if (pattern.length() != "0x".length() + digits) {
        add(path + "/" + i, "got %s, want %d hex digits for %s".formatted(pattern, digits, type));
      }
    }
  }

  private static int words(String type) {
    return type.endsWith("64") ? 4 : type.endsWith("32") ? 2 : 1;
  }

  /** What a point needs around it. */
  private void placed(Register point) {
    String factor = point.scaleFactor();
    if (factor != null && !map.scaleFactors().containsKey(factor)) {
      add(point, "/scaleFactor", "got " + factor + ", want one that scaleFactors has");
    }
    WritableCheck.faults(point).forEach(fault -> add(point, fault.key(), fault.message()));
    if (point.end() > REGISTERS) {
      add(point, "/address", "got a value that ends after 0xFFFF, want it to end before");
    }
  }

  /** The longest value, with its scale factor, must come in one answer. */
  private void requests() {
    map.points().stream()
        .max(Comparator.comparingInt(this::registers))
        .filter(longest -> registers(longest) > map.maxRegisters())
        .ifPresent(longest -> {
          String fault = "got %d, want %d or more: %s takes as many registers in one request";
          add(
              "/maxRegisters",
              fault.formatted(map.maxRegisters(), registers(longest), longest.name()));
        });
  }

  private int registers(Register point) {
    Integer factor = map.scaleFactors().get(String.valueOf(point.scaleFactor()));
    int first = factor == null ? point.address() : Math.min(factor, point.address());
    int end = factor == null ? point.end() : Math.max(factor + 1, point.end());
    return map.evenAligned() ? ((end + 1) & ~1) - (first & ~1) : end - first;
  }

  /** Two names for the same registers are meant; registers shared in part are a slip. */
  private void overlaps() {
    List<Register> sorted =
        map.points().stream()
            .sorted(Comparator.comparing(Register::area).thenComparingInt(Register::address))
            .toList();
    for (int i = 1; i < sorted.size(); i++) {
      Register before = sorted.get(i - 1);
      Register point = sorted.get(i);
      boolean same = before.address() == point.address() && before.end() == point.end();
      if (point.area() == before.area() && point.address() < before.end() && !same) {
        String fault = "got 0x%04X, want registers of its own: %s has 0x%04X to 0x%04X";
        add(
            point,
            "/address",
            fault.formatted(point.address(), before.name(), before.address(), before.end() - 1));
      }
    }
  }

  /** Those that were taken over have their place at {@code /like}. */
  private void derived() {
    boolean ownList = own.has("derived");
    for (Problem problem : DerivedPoints.problems(map.derived(), map.offered())) {
      add(ownList ? "/derived" + problem.path() : "/like", problem.message());
    }
  }

  /** A fault of a point, at its place in the document or where it was taken over. */
  private void add(Register point, String key, String message) {
    for (int i = 0; i < own.path("points").size(); i++) {
      if (own.path("points").get(i).path("name").asText().equals(point.name())) {
        add("/points/" + i + key, message);
        return;
      }
    }
    add("/like", point.name() + ": " + message);
  }

  private void add(String path, String message) {
    problems.add(new Problem(path, message));
  }
}
