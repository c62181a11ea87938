package io.busbar.appliance.cloud;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.busbar.drivers.schema.DurationText;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a platform's MQTT broker. Files are paths on the appliance; a name without a folder
 * may be of a file in {@code keys} of the data folder.
 */
public record BrokerSettings(
    @JsonProperty(required = true)
        @Pattern(regexp = "^((tcp|ssl)://[^/?#\\s@]+|wss?://[^?#\\s@]+)$")
        @Size(max = 300)
        @JsonPropertyDescription(
            "tcp://host:1883 or ssl://host:8883; over WebSocket ws://host:80/path or"
                + " wss://host:443/path")
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
    @Pattern(regexp = DurationText.PATTERN)
        @JsonPropertyDescription(
            "A silent broker is given up after one and a half times this; without it what the"
                + " platform wants, mostly 60s")
        @Nullable Duration keepAlive,
    @JsonPropertyDescription(
            "Whether the broker forgets this client when the connection ends; without it what the"
                + " platform wants, mostly true")
        @Nullable Boolean cleanSession,
    @JsonPropertyDescription(
            "What the broker publishes when the connection breaks; without it what the platform"
                + " wants, mostly nothing")
        @Nullable Will will,
    @JsonProperty(defaultValue = "20")
        @Min(1)
        @Max(1000)
        @JsonPropertyDescription(
            "Messages under way at most; so many can come twice after a power cut")
        int window,
    @Pattern(regexp = "^[^/\\s]{1,15}$")
        @JsonPropertyDescription(
            "Network interface whose address the connection leaves from, for example eth0; without"
                + " it the system chooses")
        @Nullable String networkInterface,
    @JsonPropertyDescription(
            "PEM file of the authorities that may sign the broker's certificate; without it"
                + " the system's authorities")
        @Nullable String caFile,
    @Pattern(regexp = "^[0-9A-Fa-f]{2}(:?[0-9A-Fa-f]{2}){31}$")
        @JsonPropertyDescription(
            "SHA-256 fingerprint of the broker's certificate: with it this certificate alone is"
                + " trusted, and no authority is asked")
        @Nullable String fingerprint,
    @JsonPropertyDescription("PEM file of the client certificate, with its chain")
        @Nullable String certFile,
    @JsonPropertyDescription(
            "PEM file of the client certificate's key, PKCS#8 or PKCS#1, not encrypted")
        @Nullable String keyFile) {

  /**
   * The last will (MQTT 3.1.1, 3.1.2.5).
   *
   * @param text its message
   */
  public record Will(
      @JsonProperty(required = true)
          @Pattern(regexp = "^[^+#\\x00]+$")
          @Size(max = 1024)
          @JsonPropertyDescription("Where it is published")
          String topic,
      @JsonProperty(required = true) @Size(max = 4096) @JsonPropertyDescription("What is published")
          String text,
      @JsonProperty(defaultValue = "0")
          @Min(0)
          @Max(2)
          @JsonPropertyDescription("Its quality of service")
          int qos,
      @JsonProperty(defaultValue = "false")
          @JsonPropertyDescription("Whether the broker keeps it for later subscribers")
          boolean retain) {

    Message message() {
      return new Message(topic, text, qos, retain);
    }
  }

  /** A broker of which only this is known; all else is the default. */
  public static BrokerSettings of(String url, String clientId) {
    return new BrokerSettings(
        url, clientId, null, null, 1, null, null, null, 20, null, null, null, null, null);
  }

  /** The same with another quality of service. */
  public BrokerSettings withQos(int other) {
    return at(url, other);
  }

  /** The same client at another broker. */
  public BrokerSettings at(String otherUrl, int otherQos) {
    return with(otherUrl, otherQos, caFile, certFile, keyFile);
  }

  /** The same with the full path of each file that is in a folder under the name given. */
  public BrokerSettings withFilesIn(Path folder) {
    return with(url, qos, in(folder, caFile), in(folder, certFile), in(folder, keyFile));
  }

  private static @Nullable String in(Path folder, @Nullable String file) {
    if (file == null) {
      return null;
    }
    Path there = folder.resolve(file);
    return Files.exists(there) ? there.toString() : file;
  }

  private BrokerSettings with(
      String otherUrl,
      int otherQos,
      @Nullable String ca,
      @Nullable String cert,
      @Nullable String key) {
    return new BrokerSettings(
        otherUrl,
        clientId,
        username,
        password,
        otherQos,
        keepAlive,
        cleanSession,
        will,
        window,
        networkInterface,
        ca,
        fingerprint,
        cert,
        key);
  }

  @Override
  public String toString() {
    return url + " as " + clientId;
  }
}
