package io.busbar.appliance.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.busbar.drivers.Names;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What this appliance is called. */
public record GatewaySettings(
    @JsonProperty(required = true)
        @Pattern(regexp = "^[^\\x00-\\x1f\\x7f]{1,64}$")
        @JsonPropertyDescription("Name of the appliance, as people and clouds see it")
        String name,
    @JsonProperty(defaultValue = "00000000")
        @Pattern(regexp = Names.PATTERN)
        @JsonPropertyDescription("Serial number")
        String serialNumber,
    @JsonProperty(defaultValue = "BUSBAR")
        @Pattern(regexp = Names.PATTERN)
        @JsonPropertyDescription("Product name")
        String product,
    @JsonProperty(defaultValue = "[]")
        @Size(max = 16)
        @JsonPropertyDescription(
            "Serial ports that TiXML calls COM1, COM2, ...: the first of them is COM1")
        List<@Size(min = 1, max = 300) String> ports,
    @Pattern(regexp = "^[^\\x00-\\x1f\\x7f]{1,200}$")
        @JsonPropertyDescription("Where the appliance stands, for people: building, room, cabinet")
        @Nullable String place) {
  public GatewaySettings {
    ports = List.copyOf(ports);
  }
}
