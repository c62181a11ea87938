package io.busbar.drivers.io;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.busbar.drivers.Names;
import io.busbar.drivers.schema.DurationText;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A bus of type {@code i2c}: expansion chips. */
public record I2cSettings(
    @JsonProperty(required = true)
        @Pattern(regexp = Names.PATTERN)
        @JsonPropertyDescription("Name of the bus; its chips' points stand below their own names")
        String name,
    @Size(max = 64)
        @JsonPropertyDescription(
            "The carrier board, whose chips are then known; what is named here replaces its own")
        @Nullable String board,
    @JsonProperty(defaultValue = "1")
        @Min(0)
        @Max(31)
        @JsonPropertyDescription("The 1 of /dev/i2c-1")
        int i2cBus,
    @JsonProperty(defaultValue = "200ms")
        @Pattern(regexp = DurationText.PATTERN)
        @JsonPropertyDescription("How often each chip is read, 10ms to 1h")
        Duration pollInterval,
    @JsonProperty(defaultValue = "[]") @Size(max = 64) @JsonPropertyDescription("The chips")
        List<ChipSettings> chips) {
  public I2cSettings {
    chips = List.copyOf(chips);
  }

  /** Which chip it is. */
  public enum Kind {
    @JsonProperty("mcp23008")
    MCP23008,
    @JsonProperty("mcp23017")
    MCP23017,
    @JsonProperty("pcf8574")
    PCF8574,
    @JsonProperty("pca9555")
    PCA9555,
    @JsonProperty("ads1115")
    ADS1115,
    @JsonProperty("mcp4725")
    MCP4725
  }

  /** One chip. Its pins are P0, P1 ... in the order of its data sheet, port A or 0 first. */
  public record ChipSettings(
      @JsonProperty(required = true)
          @Pattern(regexp = Names.PATTERN)
          @JsonPropertyDescription("Its name, for example C20: its points are /Process/C20/I/P0")
          String name,
      @JsonProperty(required = true) @JsonPropertyDescription("Which chip it is") Kind chip,
      @JsonProperty(required = true)
          @Pattern(regexp = "^0x[0-7][0-9A-Fa-f]$")
          @JsonPropertyDescription("7-bit address such as 0x20")
          String address,
      @Min(0)
          @Max(53)
          @JsonPropertyDescription(
              "GPIO number that its interrupt pin is wired to; it is then read"
                  + " at once when an input changes")
          @Nullable Integer interrupt,
      @JsonProperty(defaultValue = "[]")
          @Size(max = 16)
          @JsonPropertyDescription("Numbers of the pins that are outputs; all others are inputs")
          List<@Min(0) @Max(15) Integer> outputs,
      @JsonProperty(defaultValue = "[]")
          @Size(max = 16)
          @JsonPropertyDescription("Numbers of the pins at which a low level is true")
          List<@Min(0) @Max(15) Integer> activeLow,
      @JsonProperty(defaultValue = "[]")
          @Size(max = 16)
          @JsonPropertyDescription("Numbers of the inputs that the chip pulls up, where it can")
          List<@Min(0) @Max(15) Integer> pullUp,
      @JsonProperty(defaultValue = "[]")
          @Size(max = 16)
          @JsonPropertyDescription(
              "Numbers of the outputs that are true at start, at stop and after the dead-man time")
          List<@Min(0) @Max(15) Integer> safe,
      @JsonPropertyDescription(
              "Without a new command for so long an output goes to its safe value, 100ms to 1d;"
                  + " without this key a command holds")
          @Nullable Duration deadMan,
      @JsonProperty(defaultValue = "[]")
          @Size(max = 4)
          @JsonPropertyDescription("Analog inputs of an ads1115, the analog output of an mcp4725")
          List<Channel> channels) {
    public ChipSettings {
      outputs = List.copyOf(outputs);
      activeLow = List.copyOf(activeLow);
      pullUp = List.copyOf(pullUp);
      safe = List.copyOf(safe);
      channels = List.copyOf(channels);
    }

    /** The 7 bits. */
    int bits() {
      return Integer.parseInt(address.substring(2), 16);
    }
  }

  /** What an analog channel measures or makes. */
  public enum Signal {
    @JsonProperty("voltage")
    VOLTAGE,
    @JsonProperty("4-20mA")
    LOOP
  }

  /** An analog channel. */
  public record Channel(
      @JsonProperty(required = true)
          @Pattern(regexp = Names.PATTERN)
          @JsonPropertyDescription("P0, P1 ... or any name")
          String name,
      @JsonProperty(defaultValue = "0")
          @Min(0)
          @Max(3)
          @JsonPropertyDescription("Channel of the chip: the input AINn against ground")
          int channel,
      @JsonProperty(defaultValue = "voltage")
          @JsonPropertyDescription(
              "voltage, or 4-20mA over a shunt, with detection of a broken wire")
          Signal signal,
      @JsonProperty(defaultValue = "4.096")
          @DecimalMin("0.256")
          @JsonPropertyDescription(
              "Full scale in V: of an ads1115 6.144, 4.096, 2.048, 1.024, 0.512 or 0.256; of an"
                  + " mcp4725 its supply")
          double range,
      @JsonProperty(defaultValue = "150")
          @DecimalMin("0.1")
          @JsonPropertyDescription("Resistance of the shunt of a 4-20mA input, in ohms")
          double shunt,
      @Size(min = 2, max = 2)
          @JsonPropertyDescription(
              "Two points of the signal, in V or mA; by default 0 to 1, of 4-20mA 4 to 20")
          @Nullable List<Double> from,
      @Size(min = 2, max = 2)
          @JsonPropertyDescription("The values there, in the unit; by default the same")
          @Nullable List<Double> to,
      @JsonProperty(defaultValue = "V")
          @Size(max = 16)
          @JsonPropertyDescription("Unit of the value")
          String unit,
      @JsonProperty(defaultValue = "0")
          @JsonPropertyDescription(
              "Value of an output at start, at stop and after the dead-man time, in its unit")
          double safe) {
    /** From the signal in V or mA to the value in its unit. */
    Scale scale() {
      List<Double> usual = signal == Signal.LOOP ? List.of(4.0, 20.0) : List.of(0.0, 1.0);
      List<Double> at = from == null ? usual : from;
      List<Double> is = to == null ? at : to;
      return new Scale(at.get(0), at.get(1), is.get(0), is.get(1));
    }
  }
}
