package io.busbar.appliance.cloud;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.busbar.drivers.schema.DurationText;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How to reach a platform's MQTT broker. Files are paths on the appliance. */
public record BrokerSettings(
    @JsonProperty(required = true)
        @Pattern(regexp = "^(tcp|ssl)://[^/?#\\s@]+$")
        @Size(max = 300)
        @JsonPropertyDescription("tcp://host:1883 or ssl://host:8883")
        String url,
    @JsonProperty(required = true)
        @Size(min = 1, max = 256)
        @JsonPropertyDescription("MQTT client id; only one connection of an id can live at a time")
        String clientId,
    @Size(max = 1024) @JsonPropertyDescription("User name, if the broker wants one")
        @Nullable String username,
    @Size(max = 1024) @JsonPropertyDescription("Password, if the broker wants one")
        @Nullable String password,
    @JsonProperty(defaultValue = "1")
        @Min(0)
        @Max(2)
        @JsonPropertyDescription(
            "Quality of service; 0 loses what is under way when the line breaks")
        int qos,
    @JsonProperty(defaultValue = "60s")
        @Pattern(regexp = DurationText.PATTERN)
        @JsonPropertyDescription("A silent broker is given up after one and a half times this")
        Duration keepAlive,
    @JsonPropertyDescription(
            "PEM file of the authority that signed the broker's certificate; without it"
                + " the system's authorities")
        @Nullable String caFile,
    @JsonPropertyDescription("PEM file of the client certificate, with its chain")
        @Nullable String certFile,
    @JsonPropertyDescription("PEM file of the client certificate's key, PKCS#8, not encrypted")
        @Nullable String keyFile) {

  @Override
  public String toString() {
    return url + " as " + clientId;
  }
}
