package io.busbar.hwtest;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Collection;
import java.util.List;

/**
 * A generator that is faster than a meter: long numbered texts, put into a process variable through
 * the API, each of which is one Send of about 280 bytes.
 */
final class Load {
  static final String NAME = "Load";
  static final String PATH = "/Process/PV/" + NAME;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FILLING = "x".repeat(240);

  private final ApplianceProcess appliance;
  private long last;

  Load(ApplianceProcess appliance) {
    this(appliance, 0);
  }

  /** Goes on after a number. */
  Load(ApplianceProcess appliance, long after) {
    this.appliance = appliance;
    this.last = after;
  }

  /** So many more, as fast as the API takes them. */
  void put(int count) throws IOException, InterruptedException {
    for (int i = 0; i < count; i++) {
      String text = (last + 1) + " " + FILLING;
      HttpResponse<String> answer =
          appliance.api().put("/api/v1/values" + PATH, JSON.createObjectNode().put("value", text));
      if (answer.statusCode() != 200) {
        throw new IOException("got " + answer.statusCode() + ", want 200: " + answer.body());
      }
      last++;
    }
  }

  /** The last number that the appliance took. */
  long last() {
    return last;
  }

  /** The numbers among values that came, in their order; the first, empty value has none. */
  static List<Long> numbers(Collection<TimeSeries.Point> points) {
    return points.stream()
        .filter(point -> point.id().equals(NAME) && !point.value().isEmpty())
        .map(point -> Long.parseLong(point.value().substring(0, point.value().indexOf(' '))))
        .toList();
  }
}
