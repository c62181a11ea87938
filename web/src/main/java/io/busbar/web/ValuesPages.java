package io.busbar.web;

import io.busbar.web.Console.ValueView;
import io.busbar.web.pages.Forms;
import io.busbar.web.pages.Moment;
import io.busbar.web.pages.Texts;
import io.busbar.web.pages.Values;
import io.busbar.web.pages.Values.Branch;
import io.busbar.web.pages.View;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The process tree: every variable with value, age and quality. */
final class ValuesPages {
  private static final String ROOT = "/Process";

  /** How the variables begin that a bus keeps of a device's communication. */
  private static final String HEALTH = "/Device";

  /** {@code activePowerTotal} is three words. */
  private static final Pattern BETWEEN_WORDS = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[_.-])");

  private static final int LONGEST_QUERY = 100;

  private final Site site;

  ValuesPages(Site site) {
    this.site = site;
  }

  void routes(RoutesConfig routes) {
    routes.get("/values", ctx -> show(ctx, "values.jte"), For.VIEWER);
    routes.get("/parts/values", ctx -> show(ctx, "tables.jte"), For.VIEWER);
  }

  private void show(Context ctx, String template) {
    View view = site.view(ctx);
    String path = ctx.queryParam("path");
    String query = ctx.queryParam("q");
    Values values =
        new Reader(site.console(), view.texts())
            .read(path == null ? "" : Requests.path(path), query == null ? "" : query.strip());
    site.show(
        ctx, view, template, Map.of("values", values, "still", ctx.queryParam("still") != null));
  }

  /** Puts what the Console says into the words of the page. */
  private static final class Reader {
    private final Console console;
    private final Texts texts;
    private final Forms forms;

    Reader(Console console, Texts texts) {
      this.console = console;
      this.texts = texts;
      this.forms = new Forms(texts);
    }

    Values read(String path, String query) {
      String wanted = query.substring(0, Math.min(LONGEST_QUERY, query.length()));
      List<ValueView> all = under(ROOT);
      String branch = path.equals(ROOT) ? "" : path;
      List<ValueView> shown =
          all.stream()
              .filter(value -> branch.isEmpty() || isBelow(value.path(), branch))
              .filter(value -> matches(value, wanted))
              .toList();
      String address = address(branch, wanted);
      Instant now = console.status().read().time();
      return new Values(
          new Moment(now).utc(),
          branch,
          wanted,
          branch.isEmpty() ? ROOT : branch,
          "/values" + address,
          "/parts/values" + address,
          forms.count(all.size()),
          branches(all, branch),
          groups(shown));
    }

    private List<ValueView> under(String path) {
      List<ValueView> found = console.values().under(path);
      return found == null ? List.of() : found;
    }

    private static boolean isBelow(String path, String branch) {
      return path.equals(branch) || path.startsWith(branch + "/");
    }

    /** Every word of the search is in the path, the unit, the source or the quality's reason. */
    private static boolean matches(ValueView value, String query) {
      String text =
          (value.path() + " " + value.unit() + " " + value.source()).toLowerCase(Locale.ROOT);
      for (String word : query.toLowerCase(Locale.ROOT).split("\\s+")) {
        if (!text.contains(word)) {
          return false;
        }
      }
      return true;
    }

    private static String address(String path, String query) {
      List<String> parts = new ArrayList<>();
      if (!path.isEmpty()) {
        parts.add("path=" + path);
      }
      if (!query.isEmpty()) {
        parts.add("q=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
      }
      return parts.isEmpty() ? "" : "?" + String.join("&", parts);
    }

    /** Buses and what is right below them. */
    private List<Branch> branches(List<ValueView> values, String chosen) {
      Map<String, Integer> counts = new TreeMap<>();
      for (ValueView value : values) {
        String[] parts = value.path().substring(ROOT.length() + 1).split("/");
        counts.merge(ROOT + "/" + parts[0], 1, Integer::sum);
        if (parts.length > 2) {
          counts.merge(ROOT + "/" + parts[0] + "/" + parts[1], 1, Integer::sum);
        }
      }
      List<Branch> branches = new ArrayList<>();
      counts.forEach((path, count) -> {
        String name = path.substring(path.lastIndexOf('/') + 1);
        boolean deep = path.indexOf('/', ROOT.length() + 1) > 0;
        branches.add(
            new Branch(
                name, "/values?path=" + path, forms.count(count), deep, path.equals(chosen)));
      });
      return branches;
    }

    private List<Values.Group> groups(List<ValueView> values) {
      Map<String, List<Values.Row>> rows = new LinkedHashMap<>();
      for (ValueView value : values) {
        int slash = value.path().lastIndexOf('/');
        String branch = value.path().substring(0, slash);
        rows.computeIfAbsent(branch, _ -> new ArrayList<>())
            .add(row(value, value.path().substring(slash + 1)));
      }
      // What is measured comes first; below it what the appliance itself offers, one level up.
      return rows.entrySet().stream()
          .sorted(Comparator.comparing(group -> !isDevice(group.getKey())))
          .map(group -> new Values.Group(title(group.getKey()), ordered(group.getValue())))
          .toList();
    }

    /** {@code /Process/<bus>/<device>}, other than {@code /Process/PV} or a connector. */
    private static boolean isDevice(String branch) {
      return branch.indexOf('/', ROOT.length() + 1) > 0;
    }

    /** What a device measures before how its communication goes. */
    private static List<Values.Row> ordered(List<Values.Row> rows) {
      return rows.stream()
          .sorted(
              Comparator.comparing(
                  row -> row.path().startsWith(HEALTH, row.path().lastIndexOf('/'))))
          .toList();
    }

    private static String title(String branch) {
      String below = branch.startsWith(ROOT + "/") ? branch.substring(ROOT.length()) : branch;
      return below.substring(below.isEmpty() ? 0 : 1).replace("/", " / ");
    }

    private Values.Row row(ValueView value, String name) {
      String quality = quality(value);
      Long age = value.ageMs();
      Instant time = value.time();
      return new Values.Row(
          value.path(),
          List.of(BETWEEN_WORDS.split(name)),
          forms.value(value.value(), value.unit()),
          value.unit(),
          Forms.type(value.value()),
          quality,
          texts.get("quality." + quality),
          forms.age(age),
          age == null ? "" : age.toString(),
          texts.reasonOrNull(value.reason()),
          value.source(),
          time == null ? null : new Moment(time),
          value.timeKnown(),
          value.writable() ? value.type() : null);
    }
  }

  /** The page's word for a quality. */
  static String quality(ValueView value) {
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
