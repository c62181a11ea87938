package io.busbar.drivers.modbus;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.busbar.drivers.Names;
import io.busbar.drivers.schema.DurationText;
import io.busbar.drivers.serial.Direction;
import io.busbar.drivers.serial.Parity;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.List;

/**
 * A bus of type {@code modbus-rtu-tcp}: an RS-485 line behind a device server that passes its bytes
 * on as they are. The same as a {@code modbus-rtu} whose port is {@code tcp://host:port}.
 */
public record ModbusRtuTcpSettings(
    @JsonProperty(required = true)
        @Pattern(regexp = Names.PATTERN)
        @JsonPropertyDescription("Name of the bus, a segment of its paths")
        String name,
    @JsonProperty(required = true)
        @Size(min = 1, max = 253)
        @JsonPropertyDescription("Host name or IP address of the device server")
        String host,
    @JsonProperty(required = true)
        @Min(1)
        @Max(65_535)
        @JsonPropertyDescription("TCP port of its serial line, for example 4001")
        int port,
    @JsonProperty(defaultValue = "19200")
        @Min(300)
        @Max(4_000_000)
        @JsonPropertyDescription("Bits per second behind the server, where it is set; for timing")
        int baudRate,
    @JsonProperty(defaultValue = "1s")
        @Pattern(regexp = DurationText.PATTERN)
        @JsonPropertyDescription("As of a modbus-rtu bus")
        Duration timeout,
    @JsonProperty(defaultValue = "0ms")
        @Pattern(regexp = DurationText.PATTERN)
        @JsonPropertyDescription("As of a modbus-rtu bus")
        Duration pause,
    @JsonProperty(required = true)
        @Size(max = 247)
        @JsonPropertyDescription("The meters on this line")
        List<ModbusDevice> devices) {
  public ModbusRtuTcpSettings {
    devices = List.copyOf(devices);
  }

  /** The same as a bus of type {@code modbus-rtu}; parity and stop bits are the server's own. */
  ModbusRtuSettings asRtu() {
    String bare = host.contains(":") ? "[" + host + "]" : host;
    return new ModbusRtuSettings(
        name,
        "tcp://" + bare + ":" + port,
        baudRate,
        Parity.NONE,
        1,
        8,
        Direction.ADAPTER,
        timeout,
        pause,
        devices);
  }
}
