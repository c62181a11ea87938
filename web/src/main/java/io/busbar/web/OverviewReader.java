package io.busbar.web;

import io.busbar.web.Console.BacklogView;
import io.busbar.web.Console.BusView;
import io.busbar.web.Console.ConnectorView;
import io.busbar.web.Console.HeardView;
import io.busbar.web.Console.StatusView;
import io.busbar.web.Console.ValueView;
import io.busbar.web.pages.Forms;
import io.busbar.web.pages.Overview;
import io.busbar.web.pages.Texts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Puts what the Console says into the words of the first page. */
final class OverviewReader {
  private static final String ROOT = "/Process";

  /** How the variables begin that a bus keeps of a device's communication. */
  private static final String HEALTH = "/Device";

  /** {@code activePowerTotal} is three words. */
  private static final Pattern BETWEEN_WORDS = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[_.-])");

  private final Texts texts;
  private final Forms forms;

  OverviewReader(Texts texts) {
    this.texts = texts;
    this.forms = new Forms(texts);
  }

  Overview read(Console console) {
    List<ValueView> values = console.values().under(ROOT);
    return overview(console, values == null ? List.of() : values);
  }

  /** All but the variables, which cost the most and come by the stream. */
  Overview readState(Console console) {
    return overview(console, List.of());
  }

  private Overview overview(Console console, List<ValueView> values) {
    StatusView status = console.status().read();
    return new Overview(
        status.name(),
        status.product(),
        status.version(),
        forms.time(status.time()),
        forms.age(status.uptimeSeconds() * 1000),
        status.alarms(),
        status.buses().stream().map(this::bus).toList(),
        console.connectors().all().stream().map(c -> cloud(c, status.time())).toList(),
        heard(console, status.time()),
        groups(values));
  }

  private List<Overview.Heard> heard(Console console, Instant now) {
    List<Overview.Heard> all = new ArrayList<>();
    for (HeardView node : console.devices().read().heard()) {
      List<String> others = new ArrayList<>(console.devices().layouts(node.bus()));
      others.removeAll(node.layouts());
      all.add(
          new Overview.Heard(
              node.bus(),
              node.uid(),
              node.files().stream()
                  .map(file -> texts.get("heard.file", file.file(), file.length()))
                  .collect(Collectors.joining(", ")),
              texts.get(
                  "heard.facts",
                  node.linkBudget(),
                  node.rxLevel(),
                  forms.age(node.lastSeen(), now)),
              "Node_" + node.uid().substring(Math.max(0, node.uid().length() - 4)),
              node.layouts(),
              others));
    }
    return all;
  }

  private Overview.Bus bus(BusView bus) {
    return new Overview.Bus(bus.name(), bus.type(), light(bus.state()), bus.reason(), facts(bus));
  }

  private String facts(BusView bus) {
    String size = texts.get("bus.size", bus.devices(), bus.points());
    Double busy = bus.utilisation();
    return busy == null ? size : size + " · " + texts.get("bus.busy", Math.round(100 * busy));
  }

  private Overview.Cloud cloud(ConnectorView cloud, Instant now) {
    BacklogView backlog = cloud.backlog();
    Instant last = cloud.lastAcknowledged();
    Instant oldest = backlog.oldest();
    return new Overview.Cloud(
        cloud.name(),
        cloud.type(),
        cloud.broker(),
        light(cloud.state()),
        cloud.reason(),
        last == null ? texts.get("cloud.never") : texts.get("ago", forms.age(last, now)),
        forms.count(backlog.waiting()),
        forms.count(backlog.stored()),
        oldest == null ? null : forms.age(oldest, now),
        drains(backlog),
        dropped(backlog));
  }

  private @Nullable String drains(BacklogView backlog) {
    if (backlog.drainRate() <= 0) {
      return null;
    }
    String rate = forms.value(backlog.drainRate(), "");
    Long left = backlog.emptyInSeconds();
    return left == null
        ? texts.get("cloud.rate", rate)
        : texts.get("cloud.rate.empty", rate, forms.age(left * 1000));
  }

  private @Nullable String dropped(BacklogView backlog) {
    Instant from = backlog.droppedFrom();
    Instant to = backlog.droppedTo();
    if (backlog.dropped() == 0) {
      return null;
    }
    String count = forms.count(backlog.dropped());
    return from == null || to == null
        ? count
        : texts.get("cloud.span", count, forms.time(from), forms.time(to));
  }

  private Overview.Light light(String state) {
    return switch (state) {
      case "running", "connected" -> new Overview.Light("good", texts.get("state." + state));
      case "starting", "connecting", "paused" ->
          new Overview.Light("wait", texts.get("state." + state));
      case "down", "waiting" -> new Overview.Light("bad", texts.get("state." + state));
      case "disabled" -> new Overview.Light("off", texts.get("state." + state));
      default -> new Overview.Light("wait", state);
    };
  }

  private List<Overview.Group> groups(List<ValueView> values) {
    Map<String, List<Overview.Row>> rows = new LinkedHashMap<>();
    for (ValueView value : values) {
      int slash = value.path().lastIndexOf('/');
      String branch = value.path().substring(0, slash);
      rows.computeIfAbsent(branch, _ -> new ArrayList<>())
          .add(row(value, value.path().substring(slash + 1)));
    }
    // What is measured comes first; below it what the appliance itself offers, one level up.
    return rows.entrySet().stream()
        .sorted(Comparator.comparing(group -> !isDevice(group.getKey())))
        .map(group -> new Overview.Group(title(group.getKey()), ordered(group.getValue())))
        .toList();
  }

  /** {@code /Process/<bus>/<device>}, other than {@code /Process/PV} or a connector. */
  private static boolean isDevice(String branch) {
    return branch.indexOf('/', ROOT.length() + 1) > 0;
  }

  /** What a device measures before how its communication goes. */
  private static List<Overview.Row> ordered(List<Overview.Row> rows) {
    return rows.stream()
        .sorted(
            Comparator.comparing(row -> row.path().startsWith(HEALTH, row.path().lastIndexOf('/'))))
        .toList();
  }

  private static String title(String branch) {
    String below = branch.startsWith(ROOT + "/") ? branch.substring(ROOT.length()) : branch;
    return below.substring(below.isEmpty() ? 0 : 1).replace("/", " / ");
  }

  private Overview.Row row(ValueView value, String name) {
    String quality = quality(value);
    Long age = value.ageMs();
    Instant time = value.time();
    return new Overview.Row(
        value.path(),
        List.of(BETWEEN_WORDS.split(name)),
        forms.value(value.value(), value.unit()),
        value.unit(),
        Forms.type(value.value()),
        quality,
        texts.get("quality." + quality),
        forms.age(age),
        age == null ? "" : age.toString(),
        value.reason(),
        value.source(),
        time == null ? null : forms.time(time),
        value.writable() ? value.type() : null);
  }

  private static String quality(ValueView value) {
    if (value.value() == null) {
      return "never";
    }
    return switch (value.quality()) {
      case "GOOD" -> "good";
      case "UNCERTAIN" -> "old";
      default -> "bad";
    };
  }
}
