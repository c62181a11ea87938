package io.busbar.appliance.cloud.fiware;

import io.busbar.appliance.cloud.ConnectorType.Context;
import io.busbar.appliance.cloud.ConnectorType.Point;
import io.busbar.appliance.cloud.ConnectorType.Section;
import io.busbar.appliance.cloud.fiware.Verticals.Known;
import io.busbar.drivers.schema.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which point of which section is which attribute of which entity. */
final class Mapping {
  /** What Orion takes as the name of an attribute (NGSI v2, field syntax), one dot for us. */
  private static final String NAME =
      "^(?!(id|type|TimeInstant|period|status)$)[!-~&&[^&?/#+<>\"'=;()]]{1,256}$";

  private record Where(Entity.Key key, Point point, String place) {}

  private final String apiKey;
  private final String deviceId;
  private final List<Where> all = new ArrayList<>();
  private final Map<String, Entity> entities = new LinkedHashMap<>();
  private final List<Problem> problems = new ArrayList<>();

  Mapping(Context context, FiwareSettings settings) {
    this.apiKey = settings.apiKey();
    this.deviceId = device(context, settings);
    for (int s = 0; s < context.sections().size(); s++) {
      Section section = context.sections().get(s);
      for (int p = 0; p < section.points().size(); p++) {
        Point point = section.points().get(p);
        all.add(
            new Where(
                new Entity.Key(section.name(), point.name()),
                point,
                "/sections/" + s + "/points/" + p + "/name"));
      }
    }
    if (settings.verticals().isEmpty()) {
      byVariable();
    }
    for (int v = 0; v < settings.verticals().size(); v++) {
      vertical(settings.verticals().get(v), "/settings/verticals/" + v);
    }
  }

  static String device(Context context, FiwareSettings settings) {
    return settings.deviceId() == null ? context.gateway().name() : settings.deviceId();
  }

  List<Entity> entities() {
    return List.copyOf(entities.values());
  }

  List<Problem> problems() {
    return problems;
  }

  private void byVariable() {
    Map<Known, Map<Where, String>> found = new LinkedHashMap<>();
    for (Where where : all) {
      Known home = Verticals.ENERGY;
      String name = where.point().name();
      for (Known known : Verticals.ALL) {
        String attribute = known.attributeOf(where.point().variable());
        if (attribute != null) {
          home = known;
          name = attribute;
        }
      }
      found.computeIfAbsent(home, known -> new LinkedHashMap<>()).put(where, name);
    }
    found.forEach((known, points) ->
        points.forEach((where, name) ->
            add(known.suffix(), known, points.keySet(), where, name, where.place())));
  }

  private void vertical(FiwareSettings.Vertical vertical, String place) {
    Known known = Verticals.find(vertical.name());
    String suffix = vertical.suffix();
    if (suffix == null && known == null) {
      problems.add(
          new Problem(
              place + "/suffix",
              "missing; `" + vertical.name() + "` is none of the known verticals, which have one"));
      return;
    }
    String part = suffix == null && known != null ? known.suffix() : String.valueOf(suffix);
    Map<Where, String> points = new LinkedHashMap<>();
    if (vertical.points().isEmpty() && known != null) {
      for (Where where : all) {
        String attribute = known.attributeOf(where.point().variable());
        if (attribute != null) {
          points.put(where, attribute);
        }
      }
    }
    vertical
        .points()
        .forEach((attribute, name) -> {
          List<Where> named = all.stream().filter(w -> w.key().point().equals(name)).toList();
          if (named.isEmpty()) {
            problems.add(
                new Problem(
                    place + "/points/" + attribute,
                    "got the point `" + name + "`, want one of a section of this connector"));
          }
          named.forEach(where -> points.put(where, attribute));
        });
    points.forEach((where, attribute) ->
        add(part, known, points.keySet(), where, attribute, place + "/points/" + attribute));
  }

  /** Several devices in one vertical need an entity each; the device's name tells them apart. */
  private void add(
      String suffix,
      @Nullable Known known,
      Set<Where> together,
      Where where,
      String attribute,
      String place) {
    Set<String> devices = new LinkedHashSet<>();
    together.forEach(other -> devices.add(other.point().device()));
    String device = devices.size() == 1 ? deviceId : deviceId + "_" + where.point().device();
    Attribute.Kind kind =
        known == null
            ? Attribute.Kind.OWN
            : known.attributes().getOrDefault(attribute, Attribute.Kind.OWN);
    Attribute made = new Attribute(attribute, where.point(), kind);
    check(made, place);
    entities
        .computeIfAbsent(
            Entity.topics(apiKey, device, suffix),
            topics -> new Entity(apiKey, device, suffix, known == null || known.status()))
        .add(where.key(), made);
  }

  private void check(Attribute attribute, String place) {
    if (!attribute.name().matches(NAME)) {
      problems.add(
          new Problem(
              place,
              "got the attribute `"
                  + attribute.name()
                  + "`, want up to 256 ASCII characters without spaces and & ? / # + < > \" ' = ;"
                  + " ( ), and none of id, type, TimeInstant, period and status"));
    }
    if (attribute.factor() == null) {
      problems.add(
          new Problem(
              place,
              "the attribute "
                  + attribute.name()
                  + " is in "
                  + attribute.kind().unit()
                  + ", the variable "
                  + attribute.point().path()
                  + " in "
                  + attribute.point().unit()
                  + ": want a variable whose unit can be converted"));
    }
  }
}
