package io.busbar.appliance.cloud.mindconnect;

import io.busbar.appliance.cloud.ConnectorType.Context;
import io.busbar.drivers.schema.Problem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who speaks, and how.
 *
 * @param modelId external id of the data model, unique in the tenant
 * @param numbers whether numbers go as JSON numbers and not as texts
 * @param onboard whether the data model is uploaded and instantiated
 */
public record Agent(
    String tenant, String clientId, String modelId, boolean numbers, boolean onboard) {

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
      boolean onboard) {
    String clientId = context.broker().clientId();
    return new Agent(
        tenant == null ? clientId.substring(0, Math.max(0, clientId.indexOf('_'))) : tenant,
        clientId,
        modelId == null ? context.gateway().name() : modelId,
        values.equals("number"),
        onboard);
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
    return problems;
  }
}
