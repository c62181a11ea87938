package io.busbar.appliance.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.busbar.appliance.cloud.BrokerSettings;
import io.busbar.appliance.cloud.ReplaySettings;
import io.busbar.appliance.process.SectionSettings;
import io.busbar.drivers.Names;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;

/** What every connection to a cloud has; what its platform alone needs stands under settings. */
public record ConnectorSettings(
    @JsonProperty(required = true)
        @Pattern(regexp = Names.PATTERN)
        @JsonPropertyDescription("Name of the connection")
        String name,
    @JsonProperty(defaultValue = "true")
        @JsonPropertyDescription("Whether it connects and its sections send")
        boolean enabled,
    @JsonProperty(required = true) @JsonPropertyDescription("The platform's MQTT broker")
        BrokerSettings broker,
    @JsonProperty(defaultValue = "{}")
        @JsonPropertyDescription("How what waited in an outage is delivered")
        ReplaySettings replay,
    @JsonProperty(defaultValue = "[]")
        @Size(max = 5)
        @JsonPropertyDescription("What is sent and when, up to five sections")
        List<SectionSettings> sections) {
  public ConnectorSettings {
    sections = List.copyOf(sections);
  }
}
