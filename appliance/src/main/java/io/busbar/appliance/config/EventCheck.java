package io.busbar.appliance.config;

import io.busbar.appliance.logbook.LogSettings;
import io.busbar.appliance.logbook.Logbook;
import io.busbar.appliance.process.EventSettings;
import io.busbar.appliance.process.SectionSettings;
import io.busbar.drivers.DataPoint;
import io.busbar.drivers.ValueType;
import io.busbar.drivers.schema.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the schema cannot see of events: variables, sections and logs that they name. */
record EventCheck(
    Offer offer, List<LogSettings> logs, List<Config.Cloud<?>> connectors, List<Problem> problems) {

  void check(List<EventSettings> events) {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < events.size(); i++) {
      EventSettings event = events.get(i);
      String place = "/events/" + i;
      if (!names.add(event.name())) {
        problems.add(
            Problem.of(
                place + "/name", "twice", "got %s twice, want a name of its own", event.name()));
      }
      keys(event, place);
      if (event.path() != null) {
        watched(event, event.path(), place);
      }
      for (int j = 0; j < event.actions().size(); j++) {
        action(event.actions().get(j), place + "/actions/" + j);
      }
    }
  }

  /** Each kind of event has its own keys, and needs all of them. */
  private void keys(EventSettings event, String place) {
    boolean limited = event.when().equals("above") || event.when().equals("below");
    boolean daily = event.when().equals("daily");
    boolean watching = !daily && !event.when().equals("named");
    key(event.path(), watching, place + "/path", event.when());
    key(event.limit(), limited, place + "/limit", event.when());
    key(event.at(), daily, place + "/at", event.when());
    if (event.hysteresis() < 0 || (event.hysteresis() > 0 && !limited)) {
      problem(
          place + "/hysteresis",
          "got " + event.hysteresis() + ", want 0 or more, of above and below only");
    }
  }

  private void key(@Nullable Object got, boolean wanted, String place, String when) {
    if (wanted && got == null) {
      problem(place, "missing; \"when\": \"" + when + "\" needs it");
    } else if (!wanted && got != null) {
      problem(place, "got " + got + ", which \"when\": \"" + when + "\" does not have");
    }
  }

  private void watched(EventSettings event, String path, String place) {
    DataPoint variable = offer.find(path, place + "/path", problems);
    boolean edge = event.when().equals("rising") || event.when().equals("falling");
    boolean limited = event.when().equals("above") || event.when().equals("below");
    if (variable != null
        && ((edge && variable.type() == ValueType.TEXT)
            || (limited
                && variable.type() != ValueType.REAL
                && variable.type() != ValueType.INT))) {
      problem(place + "/when", "got " + event.when() + ", which " + path + " cannot be");
    }
  }

  private void action(EventSettings.Action action, String place) {
    long kinds =
        Stream.of(action.send() != null, action.set() != null, action.log() != null)
            .filter(given -> given)
            .count();
    if (kinds != 1) {
      problem(place, "got " + kinds + " of send, set and log, want one");
    }
    if (action.send() != null) {
      send(action.send(), place + "/send");
    }
    if (action.set() != null) {
      set(action, action.set(), place);
    }
    if (action.log() != null) {
      known(action.log(), logNames(), place + "/log");
    }
  }

  private void send(String send, String place) {
    String[] names = send.split(",", 2);
    known(names[0], connectors.stream().map(Config.Cloud::name).toList(), place);
    for (Config.Cloud<?> connector : connectors) {
      if (names.length == 2 && connector.name().equals(names[0])) {
        known(
            names[1],
            connector.common().sections().stream().map(SectionSettings::name).toList(),
            place);
      }
    }
  }

  private void set(EventSettings.Action action, String path, String place) {
    DataPoint variable = offer.find(path, place + "/set", problems);
    if (variable == null) {
      return;
    }
    if (!variable.writable()) {
      problem(place + "/set", "got " + path + ", which can only be read");
    }
    try {
      action.check(variable);
    } catch (IllegalArgumentException e) {
      problem(place + "/value", String.valueOf(e.getMessage()));
    }
  }

  private List<String> logNames() {
    List<String> names = new ArrayList<>(Logbook.BUILT_IN);
    names.removeAll(Logbook.OF_PEOPLE);
    logs.forEach(log -> names.add(log.name()));
    return names;
  }

  private void known(String name, List<String> names, String place) {
    if (!names.contains(name)) {
      problem(place, "got " + name + ", want one of " + String.join(", ", names));
    }
  }

  private void problem(String path, String message) {
    problems.add(new Problem(path, message));
  }
}
