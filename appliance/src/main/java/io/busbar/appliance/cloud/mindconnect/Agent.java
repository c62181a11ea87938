package io.busbar.appliance.cloud.mindconnect;

import io.busbar.appliance.cloud.ConnectorType.Context;
import io.busbar.appliance.cloud.ConnectorType.Point;
import io.busbar.drivers.schema.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who speaks, and how.
 *
 * @param modelId external id of the data model, unique in the tenant
 * @param numbers whether numbers go as JSON numbers and not as texts
 * @param onboard whether the data model is uploaded and instantiated
 * @param parameters what the platform puts for {@code ${name}} in the data model, by name
 */
public record Agent(
    String tenant, String clientId, String modelId, boolean numbers, boolean onboard,
    Map<String, String> parameters) {
  public Agent {
    parameters = Map.copyOf(parameters);
  }


  /**
   * The agent of a connection.
   *
   * @param tenant null for the part of the client id before the first {@code _}
   * @param modelId null for the gateway's name
   * @param values {@code string} or {@code number}
   */
  public static Agent of(
      Context context,
      @Nullable String tenant,
      @Nullable String modelId,
      String values,
      boolean onboard,
      Map<String, String> parameters) {
    String clientId = context.broker().clientId();
    return new Agent(
        tenant == null ? clientId.substring(0, Math.max(0, clientId.indexOf('_'))) : tenant,
        clientId,
        modelId == null ? context.gateway().name() : modelId,
        values.equals("number"),
        onboard,
        parameters);
  }

  /** How all its topics begin. */
  String topics() {
    return "tc/" + tenant + "/" + clientId;
  }

  /** What of this connection cannot be sent; paths count from the connector. */
  public List<Problem> problems(Context context) {
    List<Problem> problems = new ArrayList<>();
    if (clientId.matches(".*[/+#\\x00].*")) {
      problems.add(
          new Problem(
              "/broker/clientId",
              "got `" + clientId + "`, want no /, + or #: it is a part of every topic"));
    }
    if (context.broker().qos() > 1) {
      problems.add(
          new Problem(
              "/broker/qos",
              "got " + context.broker().qos() + ", want 0 or 1: this platform takes no QoS 2"));
    }
    problems.addAll(new DataPoints(context.sections()).problems());
    severities(context, problems);
    return problems;
  }

  private static void severities(Context context, List<Problem> problems) {
    for (int s = 0; s < context.sections().size(); s++) {
      List<Point> points = context.sections().get(s).points();
      for (int p = 0; p < points.size(); p++) {
        String severity = points.get(p).meta().get(Events.SEVERITY);
        if (Events.isEvent(points.get(p)) && severity != null && !severity.matches("[1-9][0-9]?")) {
          problems.add(
              new Problem(
                  "/sections/" + s + "/points/" + p + "/meta/severity",
                  "got `" + severity + "`, want a number such as 20, 30 or 40"));
        }
      }
    }
  }
}
