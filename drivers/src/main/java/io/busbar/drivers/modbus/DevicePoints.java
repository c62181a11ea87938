package io.busbar.drivers.modbus;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.busbar.drivers.schema.DocumentSchema;
import io.busbar.drivers.schema.Problem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The register map of one device: that of its meter type, with the points of its own. */
final class DevicePoints {
  private static final int REGISTERS = 0x1_0000;

  /** How the names of the points begin that a bus keeps of every device. */
  private static final String TAKEN = "Device";

  private DevicePoints() {}

  /** Registers of a device whose meter type says nothing of it. */
  private static RegisterMap bare(ModbusDevice device) {
    return new RegisterMap(
        "",
        device.name(),
        "the configuration",
        Area.HOLDING.function(),
        Area.MOST_REGISTERS,
        false,
        null,
        Map.of(),
        Map.of(),
        List.of());
  }

  /** The map of a device's meter type; empty when there is none of this id. */
  static Optional<RegisterMap> type(ModbusDevice device, RegisterLibrary library) {
    String meter = device.meter();
    return meter == null ? Optional.of(bare(device)) : library.find(meter);
  }

  /** The whole map: an own point takes the place of the type's of the same name. */
  static RegisterMap with(RegisterMap type, ModbusDevice device) {
    if (device.points().isEmpty()) {
      return type;
    }
    Map<String, Register> points = new LinkedHashMap<>();
    type.points().forEach(point -> points.put(point.name(), point));
    device
        .points()
        .forEach(point ->
            points.put(point.name(), point.register(device.addressBase(), device.order())));
    return new RegisterMap(
        type.id(),
        type.title(),
        type.source(),
        type.function(),
        type.maxRegisters(),
        type.evenAligned(),
        type.sunspecModel(),
        type.scaleFactors(),
        type.notAvailable(),
        type.identification(),
        List.copyOf(points.values()),
        type.derived());
  }

  /** What is wrong with the points of a device, by their places in it. */
  static List<Problem> problems(RegisterMap type, ModbusDevice device) {
    List<Problem> problems = new ArrayList<>();
    if (device.meter() == null && device.points().isEmpty()) {
      problems.add(
          Problem.of(
              "/meter", "nometer", "missing; add a type of meter, or points of the device's own"));
    }
    if (type.sunspecModel() != null && !device.points().isEmpty()) {
      problems.add(
          new Problem(
              "/points",
              "got points beside "
                  + type.id()
                  + ", want none: its registers move from unit to"
                  + " unit; add a second device of the same unit id for them"));
      return problems;
    }
    for (int i = 0; i < device.points().size(); i++) {
      place(device.points().get(i), device.addressBase(), "/points/" + i, problems);
    }
    if (problems.isEmpty()) {
      for (Problem one : RegisterMapCheck.ofDevice(with(type, device), document(device))) {
        boolean elsewhere = !one.path().startsWith("/points/");
        problems.add(elsewhere ? new Problem("/points", one.message()) : one);
      }
    }
    return problems;
  }

  private static void place(PointSettings point, int base, String path, List<Problem> problems) {
    int wire = point.wire(base);
    if (wire < 0 || wire >= REGISTERS) {
      problems.add(
          new Problem(
              path + "/address",
              "got %s, counted from addressBase %d, want a register from 0 to 65535"
                  .formatted(point.address(), base)));
    }
    if (point.name().startsWith(TAKEN)) {
      problems.add(
          new Problem(
              path + "/name",
              "got "
                  + point.name()
                  + ", want one that does not begin with Device: the bus keeps"
                  + " such names, DeviceState for example"));
    }
    BigDecimal none = point.noValue();
    if (none != null && (point.type() == RegisterType.BOOL || point.type() == RegisterType.TEXT)) {
      problems.add(
          new Problem(
              path + "/noValue",
              "got it on a " + point.type().word() + ", want it only on a number"));
    }
  }

  /** What the check of a register map wants to know of how the points are written. */
  private static ObjectNode document(ModbusDevice device) {
    ObjectNode document = DocumentSchema.mapper().createObjectNode();
    ArrayNode points = document.putArray("points");
    for (PointSettings point : device.points()) {
      ObjectNode one = points.addObject();
      one.put("name", point.name());
      one.put("type", point.type().word());
      point.written().forEach(one::putNull);
      @Nullable BigDecimal scale = point.scale();
      if (scale != null) {
        one.put("scale", scale);
      }
    }
    return document;
  }
}
