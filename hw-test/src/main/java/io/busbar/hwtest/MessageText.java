package io.busbar.hwtest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.StringJoiner;

/** A cloud's message for people: time and topic, then a line for each timestamp with its values. */
final class MessageText {
  private static final int LONGEST = 200;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

  private MessageText() {}

  /** The message; of one that is not a MindSphere time series the beginning. */
  static String lines(Received message) {
    StringJoiner lines = new StringJoiner("\n");
    lines.add(CLOCK.format(message.at()) + "  " + message.topic());
    try {
      JsonNode series = JSON.readTree(message.payload()).path("timeseries");
      for (JsonNode instant : series) {
        lines.add("    " + instant.path("timestamp").asText() + "  " + values(instant));
      }
      return series.isEmpty()
          ? lines.add("    " + beginning(message.payload())).toString()
          : lines.toString();
    } catch (JsonProcessingException e) {
      return lines.add("    " + beginning(message.payload())).toString();
    }
  }

  private static String beginning(String payload) {
    return payload.length() <= LONGEST
        ? payload
        : payload.substring(0, LONGEST) + " ... (" + payload.length() + " characters)";
  }

  private static String values(JsonNode instant) {
    StringJoiner values = new StringJoiner("  ");
    for (JsonNode value : instant.path("values")) {
      boolean good = value.path("qualityCode").asText("0").equals("0");
      values.add(
          value.path("dataPointId").asText()
              + "="
              + value.path("value").asText()
              + (good ? "" : " (quality " + value.path("qualityCode").asText() + ")"));
    }
    return values.toString();
  }
}
