package io.busbar.web;

import io.busbar.web.Console.ValueView;
import io.busbar.web.forms.Posted;
import io.busbar.web.pages.Field;
import io.busbar.web.pages.Forms;
import io.busbar.web.pages.SectionPage;
import io.busbar.web.pages.View;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes the points of a section from the process tree, by boxes that need no script. */
final class SectionPicker {
  static final String POINTS = "/points";
  static final String PICK = "pick";
  private static final int MOST_SHOWN = 600;
  private static final int MOST_POINTS = 1000;

  private final Site site;

  SectionPicker(Site site) {
    this.site = site;
  }

  /** What was sent, with a point more for each box that is ticked. */
  Posted withTicked(Posted posted) {
    Set<String> paths = new HashSet<>();
    Set<String> names = new HashSet<>();
    List<String> keys = posted.keys(POINTS);
    for (String key : keys) {
      paths.add(posted.text(POINTS + "/" + key + "/path").strip());
      names.add(posted.text(POINTS + "/" + key + "/name").strip());
    }
    Posted all = posted;
    for (String path : posted.all(PICK)) {
      if (paths.size() < MOST_POINTS && paths.add(path)) {
        String name = name(path, names);
        names.add(name);
        all = all.withItem(POINTS, Map.of("name", name, "path", path));
      }
    }
    return all;
  }

  /** The variable's own name, else with its device's, else with a number. */
  private static String name(String path, Set<String> taken) {
    String[] parts = path.split("/", -1);
    String own = parts[parts.length - 1];
    String withDevice = parts.length > 1 ? parts[parts.length - 2] + "_" + own : own;
    String name = taken.contains(own) ? withDevice : own;
    for (int i = 2; taken.contains(name); i++) {
      name = withDevice + "_" + i;
    }
    return name;
  }

  /** The variables to choose from, by their devices. */
  SectionPage.Pick pick(Field.@Nullable Items points, @Nullable Posted posted, View view) {
    String query = posted == null ? "" : posted.text("q").strip();
    String wanted = query.toLowerCase(Locale.ROOT);
    Set<String> present = present(points);
    Forms forms = view.forms();
    Map<String, List<SectionPage.Choice>> groups = new LinkedHashMap<>();
    int shown = 0;
    int left = 0;
    for (ValueView value : values()) {
      if (!value.path().toLowerCase(Locale.ROOT).contains(wanted)) {
        continue;
      }
      if (shown == MOST_SHOWN) {
        left++;
        continue;
      }
      shown++;
      int slash = value.path().lastIndexOf('/');
      groups
          .computeIfAbsent(value.path().substring(0, slash), _ -> new ArrayList<>())
          .add(
              new SectionPage.Choice(
                  value.path(),
                  value.path().substring(slash + 1),
                  (forms.value(value.value(), value.unit()) + " " + value.unit()).strip(),
                  present.contains(value.path())));
    }
    return new SectionPage.Pick(
        query,
        groups.entrySet().stream()
            .map(one -> new SectionPage.Group(one.getKey(), one.getValue()))
            .toList(),
        left);
  }

  private List<ValueView> values() {
    List<ValueView> all = site.console().values().under("/Process");
    return all == null ? List.of() : all;
  }

  private static Set<String> present(Field.@Nullable Items points) {
    Set<String> present = new HashSet<>();
    if (points != null) {
      points.items().forEach(item -> present.add(SectionFolds.path(item)));
    }
    return present;
  }
}
