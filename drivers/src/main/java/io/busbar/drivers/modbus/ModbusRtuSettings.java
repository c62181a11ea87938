package io.busbar.drivers.modbus;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.busbar.drivers.Names;
import io.busbar.drivers.schema.DurationText;
import io.busbar.drivers.serial.Direction;
import io.busbar.drivers.serial.Parity;
import io.busbar.drivers.serial.SerialSettings;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.List;

/** A bus of type {@code modbus-rtu}: one RS-485 line. */
public record ModbusRtuSettings(
    @JsonProperty(required = true)
        @Pattern(regexp = Names.PATTERN)
        @JsonPropertyDescription("Name of the bus, a segment of its paths")
        String name,
    @JsonProperty(required = true)
        @Size(min = 1, max = 300)
        @JsonPropertyDescription(
            "Device such as /dev/ttyAMA0, a name from /dev/serial/by-id, or tcp://host:port")
        String port,
    @JsonProperty(defaultValue = "19200")
        @Min(300)
        @Max(4_000_000)
        @JsonPropertyDescription("Bits per second")
        int baudRate,
    @JsonProperty(defaultValue = "none") @JsonPropertyDescription("Parity bit: none, even or odd")
        Parity parity,
    @JsonProperty(defaultValue = "1") @Min(1) @Max(2) @JsonPropertyDescription("Stop bits")
        int stopBits,
    @JsonProperty(defaultValue = "8")
        @Min(8)
        @Max(8)
        @JsonPropertyDescription("Data bits; Modbus RTU has 8")
        int dataBits,
    @JsonProperty(defaultValue = "adapter")
        @JsonPropertyDescription(
            "Who switches the RS-485 line to sending: the adapter itself; the kernel by the UART's"
                + " RTS line, kernel or kernel-inverted; or this program by rts, which is slower")
        Direction direction,
    @JsonProperty(defaultValue = "1s")
        @Pattern(regexp = DurationText.PATTERN)
        @JsonPropertyDescription(
            "Longest wait for an answer, 10ms to 1m; a unit that is quick is waited for less; one"
                + " that missed is not asked again before three times this")
        Duration timeout,
    @JsonProperty(defaultValue = "0ms")
        @Pattern(regexp = DurationText.PATTERN)
        @JsonPropertyDescription(
            "Least silence before each request, up to 10s, for devices that need time; 3.5"
                + " characters are always kept")
        Duration pause,
    @JsonProperty(required = true)
        @Size(max = 247)
        @JsonPropertyDescription("The meters on this line")
        List<ModbusDevice> devices) {
  public ModbusRtuSettings {
    devices = List.copyOf(devices);
  }

  Timing timing() {
    return new Timing(timeout, pause).with(devices);
  }

  SerialSettings line() {
    return new SerialSettings(port, baudRate, dataBits, parity, stopBits, direction);
  }
}
