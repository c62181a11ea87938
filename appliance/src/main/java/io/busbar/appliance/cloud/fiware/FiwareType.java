package io.busbar.appliance.cloud.fiware;

import io.busbar.appliance.cloud.Connector;
import io.busbar.appliance.cloud.ConnectorType;
import io.busbar.appliance.cloud.Host;
import io.busbar.appliance.cloud.Message;
import io.busbar.appliance.cloud.Session;
import io.busbar.drivers.schema.DurationText;
import io.busbar.drivers.schema.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** FIWARE, by an IoT agent for JSON. */
public final class FiwareType implements ConnectorType<FiwareSettings> {
  /** What an API key and a device id may be: a part of one level of a topic. */
  static final String PART = "^[^/+#\\x00-\\x20\\x7f]{1,128}$";

  /** Document 004, table 9, resource 4. */
  private static final Duration USUAL_KEEP_ALIVE = Duration.ofMinutes(2);

  private static final Duration LEAST_KEEP_ALIVE = Duration.ofSeconds(20);
  private static final Duration MOST_KEEP_ALIVE = Duration.ofMinutes(100);

  private final Host host;

  /**
   * The platform for one machine.
   *
   * @param host fills the verticals device and device-health
   */
  public FiwareType(Host host) {
    this.host = host;
  }

  @Override
  public String type() {
    return "fiware";
  }

  @Override
  public Class<FiwareSettings> settings() {
    return FiwareSettings.class;
  }

  @Override
  public List<Problem> check(Context context, FiwareSettings settings) {
    List<Problem> problems = new ArrayList<>();
    if (settings.deviceId() == null && !context.gateway().name().matches(PART)) {
      problems.add(
          new Problem(
              "/settings/deviceId",
              "missing, and the gateway's name `"
                  + context.gateway().name()
                  + "` cannot stand for it: want no space, /, + or #"));
    }
    Duration keepAlive = context.broker().keepAlive();
    if (keepAlive != null
        && (keepAlive.compareTo(LEAST_KEEP_ALIVE) < 0
            || keepAlive.compareTo(MOST_KEEP_ALIVE) > 0)) {
      problems.add(
          new Problem(
              "/broker/keepAlive",
              "got " + DurationText.format(keepAlive) + ", want 20s to 6000s"));
    }
    problems.addAll(new Mapping(context, settings).problems());
    return problems;
  }

  /** Orion keeps one value of an attribute, the one that came last. */
  @Override
  public String inOrderBecause(FiwareSettings settings) {
    return "the context broker takes the measure that comes last for the present one";
  }

  @Override
  public Connector connector(Context context, FiwareSettings settings) {
    return new Fiware(context, settings, host);
  }

  /** What the vertical device says anyway. */
  @Override
  public Message probe(Context context, FiwareSettings settings, Instant now) {
    return DeviceReport.probe(context, settings, now);
  }

  @Override
  public Session session(Context context, FiwareSettings settings) {
    return Session.of(
        context.broker(),
        USUAL_KEEP_ALIVE,
        true,
        settings.device() ? DeviceReport.will(context, settings) : null);
  }
}
