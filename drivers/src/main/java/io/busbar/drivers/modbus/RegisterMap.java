package io.busbar.drivers.modbus;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.busbar.drivers.DataPoint;
import io.busbar.drivers.DerivedSettings;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One type of meter as data: which registers it has and how it wants to be asked.
 *
 * @param id {@code <maker>-<model>}, the word for it in a configuration
 * @param title what people call it
 * @param source where these facts come from
 * @param function 1 reads coils, 2 discrete inputs, 3 holding registers, 4 input registers; a point
 *     may name another one
 * @param maxRegisters most registers in one request, at most 125
 * @param evenAligned whether start and count of a request must be even
 * @param sunspecModel the SunSpec model that the addresses are offsets in; null for a plain map
 * @param scaleFactors offset of each SunSpec scale factor by its name
 * @param notAvailable by type, bits that mean "no value" wherever that type stands
 * @param identification a register that tells this type from others; null when none is known
 * @param points every quantity, in the order of the device's document
 * @param derived what is computed from them
 */
@JsonIgnoreProperties("$schema")
public record RegisterMap(
    String id,
    String title,
    String source,
    int function,
    int maxRegisters,
    boolean evenAligned,
    @Nullable Integer sunspecModel,
    @JsonDeserialize(contentUsing = HexText.class) Map<String, Integer> scaleFactors,
    Map<RegisterType, List<Bits>> notAvailable,
    @Nullable Identification identification,
    List<Register> points,
    List<DerivedSettings> derived) {

  public RegisterMap {
    derived = List.copyOf(derived);
    scaleFactors = Map.copyOf(scaleFactors);
    Map<RegisterType, List<Bits>> patterns = Map.copyOf(notAvailable);
    notAvailable = patterns;
    points =
        points.stream()
            .map(point -> point.in(function, patterns.getOrDefault(point.type(), List.of())))
            .toList();
  }

  /** A map that names no identification and no derived points. */
  public RegisterMap(
      String id,
      String title,
      String source,
      int function,
      int maxRegisters,
      boolean evenAligned,
      @Nullable Integer sunspecModel,
      Map<String, Integer> scaleFactors,
      Map<RegisterType, List<Bits>> notAvailable,
      List<Register> points) {
    this(
        id,
        title,
        source,
        function,
        maxRegisters,
        evenAligned,
        sunspecModel,
        scaleFactors,
        notAvailable,
        null,
        points,
        List.of());
  }

  /** What a device of this type offers, without a name of its own: what can be derived from. */
  List<DataPoint> offered() {
    return points.stream()
        .map(point -> new DataPoint("", point.name(), point.valueType(), point.unit(), ""))
        .toList();
  }
}
