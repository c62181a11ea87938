package io.busbar.appliance.console;

import io.busbar.appliance.logbook.LogRange;
import io.busbar.appliance.logbook.LogRecord;
import io.busbar.appliance.logbook.Logbook;
import io.busbar.web.Caller;
import io.busbar.web.Logs;
import io.busbar.web.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The logs as the web sees them. */
public record ConsoleLogs(Logbook logbook) implements Logs {
  /** What a page shows of a defect; the program's log has it behind this word. */
  private static final Pattern ID = Pattern.compile("\\bid ([0-9a-f]{8})\\b");

  /** Two failures that differ in these alone are of one kind. */
  private static final Pattern NUMBERS = Pattern.compile("\\b[0-9a-f]{8}\\b|[0-9]+");

  private static final int MOST_IDS = 5;
  private static final int MOST_TROUBLES = 50;

  @Override
  public List<LogView> all() {
    List<LogView> all = new ArrayList<>();
    logbook
        .counters()
        .forEach((name, records) -> {
          if (isForCaller(name)) {
            all.add(new LogView(name, records));
          }
        });
    return List.copyOf(all);
  }

  private static boolean isForCaller(String log) {
    return !Logbook.OF_PEOPLE.contains(log) || Caller.current().may(Role.ADMIN);
  }

  @Override
  public Found read(String log, Query query) {
    Long before = query.before();
    LogRange range =
        new LogRange(
            null, before == null ? null : before - 1, query.from(), query.to(), query.most());
    List<LogRecord> found =
        isForCaller(log) ? logbook.read(log, range, record -> matches(record, query)) : null;
    if (found == null) {
      return new Found.Nothing(
          "log: got one that is not there, want one of "
              + String.join(", ", all().stream().map(LogView::name).toList()));
    }
    return new Found.Records(
        log,
        found.reversed().stream()
            .map(record -> new RecordView(record.id(), record.time(), record.fields()))
            .toList(),
        found.size() == query.most() ? found.getFirst().id() : null);
  }

  private static boolean matches(LogRecord record, Query query) {
    Map<String, String> fields = record.fields();
    boolean kind = query.kind().isEmpty() || fields.containsValue(query.kind());
    String text = query.text().toLowerCase(Locale.ROOT);
    return kind
        && (text.isEmpty()
            || fields.values().stream()
                .anyMatch(field -> field.toLowerCase(Locale.ROOT).contains(text)));
  }

  @Override
  public List<TroubleView> troubles() {
    List<LogRecord> records = logbook.read(Logbook.SUPPORT, LogRange.last(LogRange.MOST));
    Map<String, Kind> kinds = new LinkedHashMap<>();
    for (LogRecord record : records == null ? List.<LogRecord>of() : records) {
      String text = record.fields().getOrDefault("text", "");
      String level = record.fields().getOrDefault("level", "");
      kinds
          .computeIfAbsent(
              level + " " + NUMBERS.matcher(text).replaceAll("#"),
              _ -> new Kind(level, record.time()))
          .add(text, record.time());
    }
    return kinds.values().stream()
        .sorted(Comparator.comparing((Kind kind) -> kind.last).reversed())
        .limit(MOST_TROUBLES)
        .map(Kind::view)
        .toList();
  }

  /** One kind of failure, while it is counted. */
  private static final class Kind {
    private final String level;
    private final Instant first;
    private final List<String> ids = new ArrayList<>();
    private String text = "";
    private Instant last;
    private int count;

    Kind(String level, Instant first) {
      this.level = level;
      this.first = first;
      this.last = first;
    }

    void add(String newText, Instant time) {
      text = newText;
      last = time;
      count++;
      Matcher id = ID.matcher(newText);
      if (id.find()) {
        ids.addFirst(id.group(1));
        if (ids.size() > MOST_IDS) {
          ids.removeLast();
        }
      }
    }

    TroubleView view() {
      return new TroubleView(level, text, count, first, last, List.copyOf(ids));
    }
  }
}
