package io.busbar.appliance.cloud.mindsphere;

import io.busbar.appliance.cloud.Connector;
import io.busbar.appliance.cloud.ConnectorType;
import io.busbar.drivers.schema.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Siemens Insights Hub (MindSphere) over MindConnect MQTT. */
public final class MindSphereType implements ConnectorType<MindSphereSettings> {
  /**
   * Which data model each client id has on the platform: a changed section must not upload anew.
   */
  private final Map<String, String> accepted = new ConcurrentHashMap<>();

  @Override
  public String type() {
    return "mindsphere";
  }

  @Override
  public Class<MindSphereSettings> settings() {
    return MindSphereSettings.class;
  }

  @Override
  public List<Problem> check(Context context, MindSphereSettings settings) {
    List<Problem> problems = new ArrayList<>();
    String clientId = context.broker().clientId();
    String tenant = tenant(clientId, settings);
    if (tenant.isEmpty()
        || !clientId.startsWith(tenant + "_")
        || clientId.length() == tenant.length() + 1) {
      problems.add(
          new Problem(
              "/broker/clientId",
              "got `"
                  + clientId
                  + "`, want `"
                  + (tenant.isEmpty() ? "<tenant>" : tenant)
                  + "_<CN>`, the CN being that of the agent's certificate"));
    } else if (clientId.matches(".*[/+#\\x00].*")) {
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

  @Override
  public Connector connector(Context context, MindSphereSettings settings) {
    return new MindSphere(context, settings, accepted);
  }

  /** The tenant; empty when neither the settings nor the client id have one. */
  static String tenant(String clientId, MindSphereSettings settings) {
    return settings.tenant() != null
        ? settings.tenant()
        : clientId.substring(0, Math.max(0, clientId.indexOf('_')));
  }
}
