package io.busbar.appliance.logbook;

import io.busbar.appliance.process.Latest;
import io.busbar.appliance.process.ProcessTree;
import io.busbar.appliance.process.Schedule;
import io.busbar.appliance.process.Variable;
import io.busbar.drivers.Value;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** All logs: those that every gateway has (FP Juconn manual, section 5), and those of the user. */
public final class Logbook implements AutoCloseable {
  /** Warnings and errors of the appliance itself. */
  public static final String SUPPORT = "SupportLog";

  /** What events write, unless they name another log. */
  public static final String EVENT = "Event";

  /** Who logged in, and who tried to. */
  public static final String LOGIN = "Login";

  /** What was done for somebody: configurations, commands, program mode. */
  public static final String JOB_REPORT = "JobReport";

  /** Who changed or set what, and what came of it. */
  public static final String AUDIT = "Audit";

  /** The field of a record that was made while nobody knew the time: what it bears is counted. */
  private static final String CLOCK = "clock";

  /** The logs that are always there. */
  public static final List<String> BUILT_IN = List.of(SUPPORT, EVENT, LOGIN, JOB_REPORT, AUDIT);

  /** Those that tell what people did; an event must not be able to fake that. */
  public static final List<String> OF_PEOPLE = List.of(LOGIN, AUDIT);

  private static final long BUILT_IN_BYTES = 1_000_000;

  private final Path folder;
  private final InstantSource clock;
  private final BooleanSupplier timeKnown;
  private final LongSupplier nanoTime;
  private final ProcessTree tree;
  private final List<Schedule.Task> tasks = new ArrayList<>();
  private final List<ProcessTree.Use> uses = new ArrayList<>();

  /** Never changed, only replaced: whoever appends may hold the tree and must not wait. */
  private volatile Map<String, Log> logs;

  /** A file, and the variables that each of its records holds, by their fields. */
  private record Log(LogFile file, List<String> names, List<Variable> variables) {}

  /**
   * Opens the logs that are always there.
   *
   * @param folder where the files are; it is made when it is not there
   * @param timeKnown whether the clock shows the time; records say where it does not
   */
  public Logbook(
      Path folder,
      InstantSource clock,
      BooleanSupplier timeKnown,
      LongSupplier nanoTime,
      ProcessTree tree) {
    this.folder = folder;
    this.clock = clock;
    this.timeKnown = timeKnown;
    this.nanoTime = nanoTime;
    this.tree = tree;
    Map<String, Log> builtIn = new LinkedHashMap<>();
    for (String name : BUILT_IN) {
      builtIn.put(name, new Log(new LogFile(folder, name, BUILT_IN_BYTES), List.of(), List.of()));
    }
    this.logs = builtIn;
  }

  /**
   * Makes the user's logs what the configuration says. One that is not in it any more stays on
   * disk.
   *
   * @param schedule of the logs that are written every so often
   */
  public synchronized void define(List<LogSettings> settings, Schedule schedule) {
    tasks.forEach(Schedule.Task::cancel);
    tasks.clear();
    uses.forEach(ProcessTree.Use::close);
    uses.clear();
    close();
    Map<String, Log> now = new LinkedHashMap<>(logs);
    now.keySet().retainAll(BUILT_IN);
    settings.forEach(log -> now.put(log.name(), log(log)));
    logs = now;
    for (LogSettings log : settings) {
      if (log.every() != null) {
        uses.add(tree.use(variables(log)));
        tasks.add(schedule.every(log.every(), () -> append(log.name(), Map.of())));
      }
    }
  }

  private Log log(LogSettings settings) {
    return new Log(
        new LogFile(folder, settings.name(), settings.bytes()),
        settings.points().stream().map(LogSettings.Point::name).toList(),
        variables(settings));
  }

  private List<Variable> variables(LogSettings settings) {
    return settings.points().stream().map(point -> tree.variable(point.path())).toList();
  }

  /** The logs there are. */
  public List<String> names() {
    return List.copyOf(logs.keySet());
  }

  /**
   * Appends a record, with the values of the log's variables first. Comes back at once; a log that
   * is not there takes nothing.
   */
  public void append(String log, Map<String, String> more) {
    Log wanted = logs.get(log);
    if (wanted != null) {
      Map<String, String> all = values(wanted);
      all.putAll(more);
      if (!timeKnown.getAsBoolean()) {
        all.put(CLOCK, "unknown");
      }
      wanted.file().append(clock.instant(), all, nanoTime.getAsLong());
    }
  }

  /**
   * The records of a range, oldest first.
   *
   * @return null when there is no log of this name
   */
  public @Nullable List<LogRecord> read(String log, LogRange range) {
    return read(log, range, _ -> true);
  }

  /**
   * The last of those records of a range that are wanted, oldest first.
   *
   * @return null when there is no log of this name
   */
  public @Nullable List<LogRecord> read(String log, LogRange range, Predicate<LogRecord> wanted) {
    Log file = logs.get(log);
    return file == null ? null : file.file().read(range, wanted);
  }

  /** How many records each log ever had. */
  public Map<String, Long> counters() {
    Map<String, Long> counters = new LinkedHashMap<>();
    logs.forEach((name, log) -> counters.put(name, log.file().lastId()));
    return counters;
  }

  /** Gives to the disk what has gathered for half a minute; to be called every second or so. */
  public void flush() {
    logs.values().forEach(log -> log.file().flush(nanoTime.getAsLong()));
  }

  /** Gives to the disk all that has gathered. */
  @Override
  public void close() {
    logs.values().forEach(log -> log.file().write());
  }

  private Map<String, String> values(Log log) {
    Map<String, String> values = new LinkedHashMap<>();
    if (log.variables().isEmpty()) {
      return values; // Warnings may come from who holds a lock that others hold under the tree's.
    }
    List<Latest> latest = tree.read(log.variables());
    for (int i = 0; i < latest.size(); i++) {
      Value value = latest.get(i).value();
      values.put(log.names().get(i), value == null ? "" : value.toString());
    }
    return values;
  }
}
