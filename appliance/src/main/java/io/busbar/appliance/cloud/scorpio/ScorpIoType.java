package io.busbar.appliance.cloud.scorpio;

import io.busbar.appliance.cloud.Connector;
import io.busbar.appliance.cloud.ConnectorType;
import io.busbar.appliance.cloud.Message;
import io.busbar.appliance.cloud.Preview;
import io.busbar.appliance.cloud.mindconnect.Agent;
import io.busbar.appliance.cloud.mindconnect.MindConnect;
import io.busbar.appliance.store.Outbox;
import io.busbar.drivers.schema.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** SCorp-io, a SCADA service. */
public final class ScorpIoType implements ConnectorType<ScorpIoSettings> {
  /** What one level of a topic may be. */
  static final String PART = "^[^/+#\\x00-\\x1f]{1,128}$";

  /** Which data model each client id has on the platform (dialect mindsphere). */
  private final Map<String, String> accepted = new ConcurrentHashMap<>();

  @Override
  public String type() {
    return "scorp-io";
  }

  @Override
  public Class<ScorpIoSettings> settings() {
    return ScorpIoSettings.class;
  }

  @Override
  public List<Problem> check(Context context, ScorpIoSettings settings) {
    return settings.dialect().equals("metrics")
        ? metricProblems(context, settings)
        : mindSphereProblems(context, settings);
  }

  /** MindSphere's messages are time series; a metric is what something is now, says its birth. */
  @Override
  public @Nullable String inOrderBecause(ScorpIoSettings settings) {
    return settings.dialect().equals("metrics")
        ? "a metric that comes last is taken for the present one"
        : null;
  }

  @Override
  public Connector connector(Context context, ScorpIoSettings settings) {
    return settings.dialect().equals("metrics")
        ? new Metrics(context, settings)
        : new MindConnect(context, agent(context, settings), accepted);
  }

  /** The model is shown whether the platform has it already or not. */
  @Override
  public Preview preview(
      Context context, ScorpIoSettings settings, List<Outbox.Entry> entries, Instant now) {
    Connector fresh =
        settings.dialect().equals("metrics")
            ? new Metrics(context, settings)
            : new MindConnect(context, agent(context, settings), new ConcurrentHashMap<>());
    return Preview.of(fresh, context.broker(), entries, now);
  }

  @Override
  public Message probe(Context context, ScorpIoSettings settings, Instant now) {
    return settings.dialect().equals("metrics")
        ? new Metrics(context, settings).probe()
        : MindConnect.probe(agent(context, settings));
  }

  private static Agent agent(Context context, ScorpIoSettings settings) {
    return Agent.of(
        context,
        settings.tenant(),
        settings.modelId(),
        settings.values(),
        settings.onboard(),
        Map.of());
  }

  private static List<Problem> mindSphereProblems(Context context, ScorpIoSettings settings) {
    Agent agent = agent(context, settings);
    List<Problem> problems = new ArrayList<>();
    if (agent.tenant().isEmpty()) {
      problems.add(
          new Problem(
              "/settings/tenant",
              "missing, and the client id `" + agent.clientId() + "` has none before a `_`"));
    }
    problems.addAll(agent.problems(context));
    return problems;
  }

  private static List<Problem> metricProblems(Context context, ScorpIoSettings settings) {
    List<Problem> problems = new ArrayList<>();
    if (settings.project() == null) {
      problems.add(
          new Problem("/settings/project", "missing; want the project id that SCorp-io gave"));
    }
    if (settings.edgeNode() == null && !context.gateway().name().matches(PART)) {
      problems.add(
          new Problem(
              "/settings/edgeNode",
              "missing, and the gateway's name `"
                  + context.gateway().name()
                  + "` cannot stand for it: want no /, + or #"));
    }
    settings
        .devices()
        .forEach((device, id) -> {
          if (!id.matches(PART)) {
            problems.add(
                new Problem(
                    "/settings/devices/" + device,
                    "got `" + id + "`, want 1 to 128 characters without /, + or #"));
          }
        });
    points(context, problems);
    return problems;
  }

  private static void points(Context context, List<Problem> problems) {
    Map<String, Set<String>> names = new HashMap<>();
    for (int s = 0; s < context.sections().size(); s++) {
      List<Point> points = context.sections().get(s).points();
      for (int p = 0; p < points.size(); p++) {
        Point point = points.get(p);
        String place = "/sections/" + s + "/points/" + p;
        if (!names.computeIfAbsent(point.device(), d -> new HashSet<>()).add(point.name())) {
          problems.add(
              new Problem(
                  place + "/name",
                  "got the metric `"
                      + point.name()
                      + "` of "
                      + point.device()
                      + " twice, want it once; rename the point"));
        }
        String wanted = point.meta().get("dataType");
        if (wanted != null && !DataType.fits(wanted, point.type())) {
          problems.add(
              new Problem(
                  place + "/meta/dataType",
                  "got `" + wanted + "`, want one of " + DataType.of(point.type())));
        }
      }
    }
  }
}
