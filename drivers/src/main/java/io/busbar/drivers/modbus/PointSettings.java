package io.busbar.drivers.modbus;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.busbar.drivers.DerivedSettings;
import io.busbar.drivers.Names;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One point of a single device, as the configuration has it: the same keys as a point of a register
 * map, so that one can become the other by copying.
 */
public record PointSettings(
    @JsonProperty(required = true)
        @Pattern(regexp = Names.PATTERN)
        @JsonPropertyDescription("Name of the point, a segment of its path")
        String name,
    @JsonProperty(required = true)
        @Pattern(regexp = "^(0x[0-9A-Fa-f]{1,4}|0|[1-9][0-9]{0,4})$")
        @JsonPropertyDescription(
            "First register, for example 106 or 0x006A, counted from the device's addressBase")
        String address,
    @JsonProperty(required = true)
        @JsonPropertyDescription(
            "int8 and uint8 are the low byte of a register; bcd has four bits for each decimal"
                + " digit; text is ASCII, two characters in a register")
        RegisterType type,
    @Pattern(regexp = DerivedSettings.UNITS)
        @JsonPropertyDescription("SI unit; left out for a ratio, a code, a bool or a text")
        @Nullable String unit,
    @Min(1)
        @Max(4)
        @JsonPropertyDescription(
            "1 coil, 2 discrete input, 3 holding register, 4 input register; without it that of the"
                + " meter type, or 3")
        @Nullable Integer function,
    @DecimalMin("-1e12")
        @DecimalMax("1e12")
        @JsonPropertyDescription(
            "Value in the unit = number in the registers x this + offset; default 1, not 0")
        @Nullable BigDecimal scale,
    @DecimalMin("-1e12")
        @DecimalMax("1e12")
        @JsonPropertyDescription("Added after all scaling, in the unit; default 0")
        @Nullable BigDecimal offset,
    @JsonPropertyDescription(
            "Which register of a longer value comes first: high-first or low-first; default that of"
                + " the device")
        @Nullable WordOrder order,
    @JsonProperty(defaultValue = "false")
        @JsonPropertyDescription("Whether the low byte of each register comes first")
        boolean swapBytes,
    @Min(0)
        @Max(15)
        @JsonPropertyDescription(
            "Bit of a bool in a register, 0 the lowest; without it the bool is whether any bit is"
                + " set")
        @Nullable Integer bit,
    @Min(1) @Max(125) @JsonPropertyDescription("Registers of a text") @Nullable Integer words,
    @DecimalMin("-1e18")
        @DecimalMax("1e18")
        @JsonPropertyDescription(
            "The value, in the unit, by which the device says that it has none; it is never passed"
                + " on as a value")
        @Nullable BigDecimal noValue,
    @JsonProperty(defaultValue = "{}")
        @Size(max = 1000)
        @JsonPropertyDescription("What the codes of an enumeration mean, by the number: 0 = off")
        Map<String, String> texts,
    @JsonPropertyDescription("How it is set; without this it can only be read") @Valid
        @Nullable Writing writable,
    @Size(max = 100)
        @JsonPropertyDescription("What people call it; it stands with the value's source")
        @Nullable String title,
    @Size(max = 100)
        @JsonPropertyDescription(
            "Number format of a TiXML database, for example F,1;%%°C. It is kept for GetConfig;"
                + " values are always passed on in full")
        @Nullable String format) {
  public PointSettings {
    texts = Map.copyOf(texts);
  }

  /**
   * The register that it stands for.
   *
   * @param base what its address counts from
   * @param usual the word order where it names none
   */
  Register register(int base, WordOrder usual) {
    Register plain =
        new Register(
            name,
            wire(base),
            type,
            words == null ? type.words() : words,
            bit,
            order == null ? usual : order,
            swapBytes,
            scale == null ? BigDecimal.ONE : scale,
            offset == null ? BigDecimal.ZERO : offset,
            null,
            unit == null ? "" : unit,
            texts,
            List.of(),
            function == null ? 0 : function,
            writable);
    Bits none = plain.bits(noValue);
    return none == null ? plain : plain.in(plain.function(), List.of(none));
  }

  /** The address as it is sent; outside of 0 to 65535 when the base is wrong. */
  int wire(int base) {
    return HexText.parse(address) - base;
  }

  /** The keys that only some types have, as they are written. */
  List<String> written() {
    List<String> keys = new ArrayList<>();
    add(keys, "scale", scale != null);
    add(keys, "offset", offset != null);
    add(keys, "bit", bit != null);
    add(keys, "words", words != null);
    add(keys, "texts", !texts.isEmpty());
    return keys;
  }

  private static void add(List<String> keys, String key, boolean there) {
    if (there) {
      keys.add(key);
    }
  }
}
