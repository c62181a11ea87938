package io.busbar.drivers.modbus;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.busbar.drivers.DerivedSettings;
import io.busbar.drivers.Names;
import io.busbar.drivers.schema.DurationText;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One meter on a Modbus bus, as the configuration has it. */
public record ModbusDevice(
    @JsonProperty(required = true)
        @Pattern(regexp = Names.PATTERN)
        @JsonPropertyDescription("Name of the device, a segment of its paths")
        String name,
    @JsonProperty(required = true)
        @Min(0)
        @Max(255)
        @JsonPropertyDescription("Unit id (slave address): 1 to 247; on TCP also 0 and 255")
        int unitId,
    @Pattern(regexp = "^[a-z0-9]+(-[a-z0-9]+)+$")
        @JsonPropertyDescription(
            "Type of meter, for example eastron-sdm630; left out when all its points stand under"
                + " points")
        @Nullable String meter,
    @JsonProperty(defaultValue = "1s")
        @Pattern(regexp = DurationText.PATTERN)
        @JsonPropertyDescription("How often what is used of it is read, from 10ms on")
        Duration pollInterval,
    @JsonProperty(defaultValue = "1m")
        @Pattern(regexp = DurationText.PATTERN)
        @JsonPropertyDescription("How often all of it is read, from 10ms on")
        Duration idleInterval,
    @JsonProperty(defaultValue = "normal")
        @JsonPropertyDescription(
            "Who goes first when several devices are due: high, normal or low; low is never"
                + " starved, it waits up to four intervals")
        Priority priority,
    @JsonProperty(defaultValue = "[]")
        @Size(max = 100)
        @JsonPropertyDescription("Points that are computed from others of this device")
        List<DerivedSettings> derived,
    @JsonProperty(defaultValue = "[]")
        @Size(max = 1000)
        @JsonPropertyDescription(
            "Points of this device beside those of its type; one of the same name takes its place")
        List<PointSettings> points,
    @JsonProperty(defaultValue = "0")
        @Min(0)
        @Max(65_535)
        @JsonPropertyDescription(
            "What the addresses of points count from: 0 as they are sent; 1 or 40001 as many manuals"
                + " count")
        int addressBase,
    @JsonProperty(defaultValue = "high-first")
        @JsonPropertyDescription(
            "Which register of a longer value comes first, for all points that do not say")
        WordOrder order,
    @Pattern(regexp = DurationText.PATTERN)
        @JsonPropertyDescription("Longest wait for its answer, 10ms to 1m; default that of the bus")
        @Nullable Duration timeout,
    @Pattern(regexp = DurationText.PATTERN)
        @JsonPropertyDescription(
            "Least silence before a request to it, up to 10s; default that of the bus")
        @Nullable Duration pause,
    @Pattern(regexp = DurationText.PATTERN)
        @JsonPropertyDescription(
            "Longest silence inside its answer on an RTU line, 5ms to 10s; default 100ms, since USB"
                + " adapters and device servers hold bytes back")
        @Nullable Duration charTimeout,
    @Size(max = 100) @JsonPropertyDescription("What people call it") @Nullable String title) {
  public ModbusDevice {
    derived = List.copyOf(derived);
    points = List.copyOf(points);
  }

  /** A meter read whole every minute, without derived points of its own. */
  public ModbusDevice(
      String name, int unitId, String meter, Duration pollInterval, Priority priority) {
    this(name, unitId, meter, pollInterval, Duration.ofMinutes(1), priority, List.of());
  }

  /** A meter without points of its own. */
  public ModbusDevice(
      String name,
      int unitId,
      String meter,
      Duration pollInterval,
      Duration idleInterval,
      Priority priority,
      List<DerivedSettings> derived) {
    this(
        name,
        unitId,
        meter,
        pollInterval,
        idleInterval,
        priority,
        derived,
        List.of(),
        0,
        WordOrder.HIGH_FIRST,
        null,
        null,
        null,
        null);
  }

  /** Its meter type; empty when all its points are its own. */
  String kind() {
    return meter == null ? "" : meter;
  }

  /**
   * Its registers.
   *
   * @throws IllegalArgumentException there is no such type of meter; it was not checked before
   */
  RegisterMap map(RegisterLibrary library) {
    return DevicePoints.with(
        DevicePoints.type(this, library)
            .orElseThrow(() -> new IllegalArgumentException("got the unknown meter " + meter)),
        this);
  }

  /** All derived points: those of its register map, then its own. */
  List<DerivedSettings> derivedWith(RegisterMap map) {
    return Stream.concat(map.derived().stream(), derived.stream()).toList();
  }
}
