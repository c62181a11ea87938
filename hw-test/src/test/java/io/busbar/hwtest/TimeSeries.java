package io.busbar.hwtest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** MindSphere's time series, read as its document has them and refused where it is not followed. */
final class TimeSeries {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * One value.
   *
   * @param quality {@code 0} is good
   */
  record Point(Instant time, String id, String value, String quality) {
    double number() {
      return Double.parseDouble(value);
    }

    boolean isGood() {
      return quality.equals("0");
    }
  }

  private TimeSeries() {}

  /** Every value in the messages of one topic, in the order they came. */
  static List<Point> of(Collection<Received> messages, String topic) {
    return messages.stream()
        .filter(message -> message.topic().equals(topic))
        .flatMap(message -> points(message.payload()).stream())
        .toList();
  }

  /** The readings of {@link CabinetConfig#COUNTER} as the numbers that the meter counted. */
  static List<Long> counts(Collection<Received> messages, String topic) {
    return of(messages, topic).stream()
        .filter(point -> point.id().equals(CabinetConfig.COUNTER) && point.isGood())
        .map(point -> Math.round(point.number() / 1000))
        .toList();
  }

  private static List<Point> points(String payload) {
    List<Point> points = new ArrayList<>();
    for (JsonNode instant : parse(payload).required("timeseries")) {
      Instant time = Instant.parse(instant.required("timestamp").textValue());
      for (JsonNode value : instant.required("values")) {
        // The document's sample and Siemens' own have text everywhere, numbers included.
        points.add(
            new Point(
                time,
                value.required("dataPointId").textValue(),
                value.required("value").textValue(),
                value.required("qualityCode").textValue()));
      }
    }
    return points;
  }

  private static JsonNode parse(String payload) {
    try {
      return JSON.readTree(payload);
    } catch (JsonProcessingException e) {
      throw new AssertionError("a time series that is no JSON: " + payload, e);
    }
  }
}
