package io.busbar.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.busbar.web.Console.ScanOrder;
import io.busbar.web.Console.ScanView;
import io.busbar.web.Console.Scans.Started;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The search for devices under {@code /api/v1/scan}. */
final class ScanApi {
  private static final int MOST_ITEMS = 24;
  private static final int MODBUS_TCP = 502;
  private static final Set<String> KEYS =
      Set.of("port", "baud", "parity", "direction", "host", "tcpPort", "units");

  private final Attached attached;

  ScanApi(Attached attached) {
    this.attached = attached;
  }

  void read(Context ctx) {
    answer(ctx, attached.console().scans().read());
  }

  void cancel(Context ctx) {
    answer(ctx, attached.console().scans().cancel());
  }

  /**
   * {@code {"port": "/dev/ttyUSB0", "baud": [9600], "parity": ["none"], "units": "1-32"}} or {@code
   * {"host": "192.168.1.0/24", "tcpPort": 502, "units": "1"}}.
   */
  void start(Context ctx) throws IOException {
    switch (attached.console().scans().start(order(Requests.object(ctx, KEYS)))) {
      case Started.Going(ScanView scan) -> {
        ctx.status(HttpStatus.ACCEPTED).header("Location", "/api/v1/scan");
        Answers.json(ctx, scan);
      }
      case Started.Busy _ ->
          throw new Refusal(409, "a scan runs already; wait for its end, or DELETE it first");
      case Started.Refused(var problems) -> {
        ctx.status(HttpStatus.UNPROCESSABLE_CONTENT);
        Answers.json(ctx, Map.of("problems", problems));
      }
    }
  }

  private static void answer(Context ctx, @Nullable ScanView scan) {
    if (scan == null) {
      throw new Refusal(404, "there was no scan since the start; POST one");
    }
    Answers.json(ctx, scan);
  }

  private static ScanOrder order(JsonNode body) {
    boolean serial = body.has("port");
    if (serial == body.has("host")) {
      throw new Refusal(400, "got " + (serial ? "both" : "neither") + ", want port or host");
    }
    List.of("baud", "parity", "direction", "tcpPort").stream()
        .filter(key -> body.has(key) && serial == key.equals("tcpPort"))
        .findFirst()
        .ifPresent(key -> {
          throw new Refusal(400, key + ": want it only with " + (serial ? "host" : "port"));
        });
    return new ScanOrder(
        serial ? Requests.text(body, "port") : null,
        list(body, "baud", List.of(9600, 19_200), ScanApi::number),
        list(body, "parity", List.of("none", "even"), ScanApi::text),
        body.has("direction") ? Requests.text(body, "direction") : "adapter",
        serial ? null : Requests.text(body, "host"),
        body.has("tcpPort") ? number(body.get("tcpPort")) : MODBUS_TCP,
        body.has("units") ? Requests.text(body, "units") : serial ? "1-247" : "1");
  }

  private static <T> List<T> list(
      JsonNode body, String key, List<T> usual, Function<JsonNode, T> item) {
    JsonNode items = body.get(key);
    if (items == null) {
      return usual;
    }
    if (!items.isArray() || items.isEmpty() || items.size() > MOST_ITEMS) {
      throw new Refusal(400, key + ": want a list of 1 to " + MOST_ITEMS);
    }
    List<T> list = new ArrayList<>();
    items.forEach(one -> list.add(item.apply(one)));
    return list;
  }

  private static Integer number(JsonNode value) {
    if (!value.isIntegralNumber() || !value.canConvertToInt()) {
      throw new Refusal(400, "got no whole number, want one for baud and tcpPort");
    }
    return value.intValue();
  }

  private static String text(JsonNode value) {
    if (!value.isTextual()) {
      throw new Refusal(400, "parity: want none, even or odd");
    }
    return value.textValue();
  }
}
