package io.busbar.appliance.cloud.juconn;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.busbar.drivers.schema.DurationText;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a Juconn portal alone needs (FP Juconn MQTT client manual, section 7). Address, user, QoS,
 * keep-alive and files are the broker's settings; RTSendTime and UpdateRate the sections'.
 */
public record JuconnSettings(
    @JsonProperty(defaultValue = "TiXML")
        @Pattern(regexp = "^(TiXML|JSON)$")
        @JsonPropertyDescription(
            "Format of what is sent; both are understood (CloudConnDataFormat)")
        String format,
    @Pattern(regexp = Ids.PATTERN)
        @JsonPropertyDescription(
            "Customer id; without it and gatewayId the gateway asks the portal for them (rollout)")
        @Nullable String customerId,
    @Pattern(regexp = Ids.PATTERN)
        @JsonPropertyDescription("Gateway id at the portal; goes with customerId")
        @Nullable String gatewayId,
    @JsonProperty(defaultValue = "false")
        @JsonPropertyDescription(
            "The portal makes virtual devices only; then every point needs its virtual_device in"
                + " meta (virtual_devices)")
        boolean virtualDevices,
    @JsonProperty(defaultValue = "true")
        @JsonPropertyDescription(
            "TiXML is sent between braces, as the manual prints it; false for the plain form")
        boolean braces,
    @JsonProperty(defaultValue = "[]")
        @Size(max = 4)
        @JsonPropertyDescription(
            "What the portal may do here: read, write variables, change the configuration, reset")
        List<Permission> allow,
    @JsonProperty(defaultValue = "set_point")
        @Pattern(regexp = "^(set_point|setpoint)$")
        @JsonPropertyDescription(
            "How the portal calls a set point: the manual's payloads and its table 2-3 differ")
        String setPoint,
    @JsonProperty(defaultValue = "sensors")
        @Pattern(regexp = "^(sensors|attribute)$")
        @JsonPropertyDescription(
            "A position is sent as two sensors (manual, section 7.1) or as one with the attribute"
                + " lng (section 2.3)")
        String gps,
    @JsonProperty(defaultValue = "30s")
        @Pattern(regexp = DurationText.PATTERN)
        @JsonPropertyDescription(
            "How long the portal's answer to a rollout or a gatewayInit is waited for, 1s to 10m")
        Duration answerWithin,
    @JsonProperty(defaultValue = "5s")
        @Pattern(regexp = DurationText.PATTERN)
        @JsonPropertyDescription(
            "How long after a refusal or silence the portal is asked again, 1s to 5m; doubling to"
                + " 5m, spread by half")
        Duration repeatAfter,
    @JsonProperty(defaultValue = "360s")
        @JsonPropertyDescription("The portal misses a controller that is silent for so long")
        Duration timeout,
    @JsonProperty(defaultValue = "{}")
        @JsonPropertyDescription("Fields of the customer's own, said of every controller")
        Map<String, String> customFields,
    @Pattern(regexp = "^(none|file|hsm)$")
        @JsonPropertyDescription(
            "Where the client's key is (TLS_Client_authmode); without it as the broker's files say")
        @Nullable String clientAuth,
    @Pattern(regexp = "^(none|cabundle|file|hsm)$")
        @JsonPropertyDescription(
            "What the broker's certificate is held against (TLS_Server_authmode); without it as the"
                + " broker's files say")
        @Nullable String serverAuth) {
  public JuconnSettings {
    allow = List.copyOf(allow);
    customFields = Map.copyOf(customFields);
  }

  /** What the owner may let the portal do. */
  public enum Permission {
    /** Read variables, states, logs and the configuration. */
    @JsonProperty("read")
    READ,
    /** Set variables and cause events. */
    @JsonProperty("write")
    WRITE,
    /** Change the configuration. */
    @JsonProperty("setConfig")
    SET_CONFIG,
    /** Restart, and forget what is stored. */
    @JsonProperty("reset")
    RESET
  }
}
