package io.busbar.appliance.cloud.smartgear;

import io.busbar.appliance.cloud.Connector;
import io.busbar.appliance.cloud.ConnectorType;
import io.busbar.appliance.cloud.Host;
import io.busbar.appliance.cloud.Message;
import io.busbar.appliance.cloud.Session;
import io.busbar.drivers.schema.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Siemens Sm@rtGear Industrial Edge. */
public final class SmartGearType implements ConnectorType<SmartGearSettings> {
  private static final String LEVEL = "^[^/+#\\x00-\\x1f]{1,128}$";
  private static final Duration USUAL_KEEP_ALIVE = Duration.ofSeconds(60);

  private final Host host;

  /**
   * The platform for one machine.
   *
   * @param host fills category 0
   */
  public SmartGearType(Host host) {
    this.host = host;
  }

  @Override
  public String type() {
    return "smartgear";
  }

  @Override
  public Class<SmartGearSettings> settings() {
    return SmartGearSettings.class;
  }

  @Override
  public List<Problem> check(Context context, SmartGearSettings settings) {
    List<Problem> problems = new ArrayList<>();
    Set<String> paths = new LinkedHashSet<>();
    Set<String> devices = new LinkedHashSet<>();
    for (Section section : context.sections()) {
      for (Point point : section.points()) {
        paths.add(point.path());
        devices.add(point.device());
      }
    }
    settings
        .points()
        .forEach((code, path) -> {
          if (!code.matches(Codes.FORM)) {
            problems.add(
                new Problem(
                    "/settings/points/" + escaped(code),
                    "got `" + code + "`, want category and data point, such as 48/31"));
          }
          if (!paths.contains(path)) {
            problems.add(
                new Problem(
                    "/settings/points/" + escaped(code),
                    "got `" + path + "`, want the path of a point of a section"));
          }
        });
    Topics topics = new Topics(settings, context.gateway().name());
    for (String device : devices) {
      level(problems, "/settings/deviceName", topics.name(device));
      level(problems, "/settings/deviceSource", topics.source(device));
    }
    return problems;
  }

  /** Document 003: states are retained, averages and maxima are those since the Send before. */
  @Override
  public String inOrderBecause(SmartGearSettings settings) {
    return "whoever listens to a topic takes the value that comes last for the present one";
  }

  @Override
  public Connector connector(Context context, SmartGearSettings settings) {
    return new SmartGear(context, settings, host);
  }

  /** A heartbeat. */
  @Override
  public Message probe(Context context, SmartGearSettings settings, Instant now) {
    return new SmartGear(context, settings, host).heartbeat(now);
  }

  /** Document 003, connection parameters: 60 s, clean session false. */
  @Override
  public Session session(Context context, SmartGearSettings settings) {
    return Session.of(context.broker(), USUAL_KEEP_ALIVE, false, null);
  }

  private static void level(List<Problem> problems, String place, String text) {
    Problem problem =
        new Problem(
            place,
            "got `" + text + "`, want 1 to 128 characters without /, + or #: it is in topics");
    if (!text.matches(LEVEL) && !problems.contains(problem)) {
      problems.add(problem);
    }
  }

  /** As a JSON pointer has it (RFC 6901). */
  private static String escaped(String key) {
    return key.replace("~", "~0").replace("/", "~1");
  }
}
