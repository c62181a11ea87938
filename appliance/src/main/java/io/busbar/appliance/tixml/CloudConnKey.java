package io.busbar.appliance.tixml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.busbar.drivers.schema.DurationText;
import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The parameters of a CloudConn (section 7), and where each stands in a connector of ours. */
enum CloudConnKey {
  CLOUD_BASE_URL("CloudBaseUrl", "/broker/url", Kind.TEXT),
  USERNAME("username", "/broker/username", Kind.TEXT),
  PASSWORD("password", "/broker/password", Kind.TEXT),
  GATEWAY_ID("gateway_id", "/settings/gatewayId", Kind.TEXT),
  CUSTOMER_ID("customer_id", "/settings/customerId", Kind.TEXT),
  QOS("QoS", "/broker/qos", Kind.NUMBER),
  TLS_CLIENT_KEY("TLS_Client_key", "/broker/keyFile", Kind.TEXT),
  TLS_CLIENT_CERT("TLS_Client_cert", "/broker/certFile", Kind.TEXT),
  TLS_SERVER_CERT("TLS_Server_cert", "/broker/caFile", Kind.TEXT),
  START("CloudConnStart", "/enabled", Kind.FLAG),
  FORMAT("CloudConnDataFormat", "/settings/format", Kind.TEXT),
  KEEP_ALIVE("MQTTKeepAlive", "/broker/keepAlive", Kind.SECONDS),
  VIRTUAL_DEVICES("virtual_devices", "/settings/virtualDevices", Kind.FLAG);

  /** How a value is written on both sides. */
  private enum Kind {
    TEXT("a text"),
    NUMBER("a whole number"),
    FLAG("1 or 0"),
    SECONDS("seconds");

    private final String wanted;

    Kind(String wanted) {
      this.wanted = wanted;
    }
  }

  private final String word;
  private final String pointer;
  private final Kind kind;

  CloudConnKey(String word, String pointer, Kind kind) {
    this.word = word;
    this.pointer = pointer;
    this.kind = kind;
  }

  static @Nullable CloudConnKey of(String word) {
    for (CloudConnKey key : values()) {
      if (key.word.equals(word)) {
        return key;
      }
    }
    return null;
  }

  /** The element's name. */
  String word() {
    return word;
  }

  /** Where it stands in a connector. */
  String pointer() {
    return pointer;
  }

  String wanted() {
    return kind.wanted;
  }

  /** The value as the configuration has it; null when it is none of this kind. */
  @Nullable JsonNode toJson(String text) {
    return switch (kind) {
      case TEXT -> TextNode.valueOf(text);
      case NUMBER -> text.matches("[0-9]{1,9}") ? IntNode.valueOf(Integer.parseInt(text)) : null;
      case FLAG ->
          text.equals("1") || text.equals("0") ? BooleanNode.valueOf(text.equals("1")) : null;
      case SECONDS -> seconds(text);
    };
  }

  /** The value as TiXML has it; null when the configuration has none. */
  @Nullable String toText(JsonNode connector) {
    JsonNode value = connector.at(pointer);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    return switch (kind) {
      case TEXT, NUMBER -> value.asText();
      case FLAG -> value.asBoolean() ? "1" : "0";
      case SECONDS -> seconds(DurationText.parse(value.asText()));
    };
  }

  /** A duration of ours; null when the text is no number of seconds. */
  static @Nullable JsonNode seconds(String text) {
    return text.matches("[0-9]{1,10}(\\.[0-9]{1,3})?")
        ? TextNode.valueOf(
            DurationText.format(
                Duration.ofMillis(new BigDecimal(text).movePointRight(3).longValueExact())))
        : null;
  }

  /** Seconds, with a point where the page set less than whole ones. */
  static String seconds(Duration time) {
    return BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros().toPlainString();
  }
}
