package io.busbar.appliance.cloud.mindsphere;

import io.busbar.appliance.cloud.Connector;
import io.busbar.appliance.cloud.ConnectorType;
import io.busbar.appliance.cloud.Message;
import io.busbar.appliance.cloud.Preview;
import io.busbar.appliance.cloud.Session;
import io.busbar.appliance.cloud.mindconnect.Agent;
import io.busbar.appliance.cloud.mindconnect.MindConnect;
import io.busbar.appliance.store.Outbox;
import io.busbar.drivers.schema.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

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
    Agent agent = agent(context, settings);
    List<Problem> problems = new ArrayList<>();
    String clientId = agent.clientId();
    String tenant = agent.tenant();
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
    }
    problems.addAll(agent.problems(context));
    return problems;
  }

  /** A time series; every value has its time (document 001). */
  @Override
  public @Nullable String inOrderBecause(MindSphereSettings settings) {
    return null;
  }

  @Override
  public Connector connector(Context context, MindSphereSettings settings) {
    return new MindConnect(context, agent(context, settings), accepted);
  }

  /** The model is shown whether the platform has it already or not. */
  @Override
  public Preview preview(
      Context context, MindSphereSettings settings, List<Outbox.Entry> entries, Instant now) {
    MindConnect fresh =
        new MindConnect(context, agent(context, settings), new ConcurrentHashMap<>());
    return Preview.of(fresh, context.broker(), entries, now);
  }

  @Override
  public Message probe(Context context, MindSphereSettings settings, Instant now) {
    return MindConnect.probe(agent(context, settings));
  }

  /** The client id is the tenant and the CN of the agent's certificate. */
  @Override
  public Session session(Context context, MindSphereSettings settings) {
    Agent agent = agent(context, settings);
    return Session.of(context.broker())
        .withCommonName(agent.clientId().substring(agent.tenant().length() + 1));
  }

  private static Agent agent(Context context, MindSphereSettings settings) {
    return Agent.of(
        context,
        settings.tenant(),
        settings.modelId(),
        settings.values(),
        settings.onboard(),
        settings.parameters());
  }
}
