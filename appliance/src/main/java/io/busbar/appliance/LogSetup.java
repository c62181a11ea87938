package io.busbar.appliance;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** One event, one line on standard error, where journald or a terminal takes it. */
final class LogSetup {
  /** What only chatters below this level, by logger. */
  private static final Map<String, Level> QUIET =
      Map.of(
          "org.eclipse.jetty", Level.WARNING,
          "io.javalin", Level.WARNING,
          "org.eclipse.paho", Level.OFF,
          "com.networknt", Level.WARNING);

  /** Held, because the log manager itself keeps loggers only weakly. */
  private static final List<Logger> HELD = new ArrayList<>();

  private LogSetup() {}

  /** To be called before anything logs: the first to log fixes the log manager. */
  static void install() {
    System.setProperty("java.util.logging.manager", LastWordLogManager.class.getName());
    if (LogManager.getLogManager() instanceof LastWordLogManager manager) {
      manager.clear();
    } else {
      LogManager.getLogManager().reset(); // Somebody logged before us, as test runners do.
    }
    ConsoleHandler handler = new ConsoleHandler();
    handler.setLevel(Level.ALL);
    handler.setFormatter(new Line());
    Logger root = Logger.getLogger("");
    root.addHandler(handler);
    root.setLevel(Level.INFO);
    QUIET.forEach((name, quiet) -> {
      Logger logger = Logger.getLogger(name);
      logger.setLevel(quiet);
      HELD.add(logger);
    });
  }

  /** What our own events must at least be to be written; INFO in service. */
  static void level(Level level) {
    Logger.getLogger("").setLevel(level);
  }

  /** A further place for warnings and errors, until it is closed. */
  @FunctionalInterface
  interface Place extends AutoCloseable {
    @Override
    void close();
  }

  /** Gives warnings and errors to one more place, which must neither wait nor fail. */
  static Place alsoTo(BiConsumer<String, String> place) {
    Warnings handler = new Warnings(place);
    Logger.getLogger("").addHandler(handler);
    return () -> Logger.getLogger("").removeHandler(handler);
  }

  /** Level and text of each warning and error. */
  private static final class Warnings extends Handler {
    private final BiConsumer<String, String> place;

    Warnings(BiConsumer<String, String> place) {
      this.place = place;
      setLevel(Level.WARNING);
      setFormatter(new Line());
    }

    @Override
    public void publish(LogRecord event) {
      if (isLoggable(event)) {
        Throwable thrown = event.getThrown();
        String text = getFormatter().formatMessage(event);
        place.accept(event.getLevel().getName(), thrown == null ? text : text + ": " + thrown);
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  private static final class Line extends Formatter {
    @Override
    public String format(LogRecord event) {
      String text = formatMessage(event);
      String line =
          "%s %-7s %s"
              .formatted(event.getInstant().truncatedTo(ChronoUnit.MILLIS), event.getLevel(), text);
      return oneLine(line + trace(event)) + System.lineSeparator();
    }

    private static String trace(LogRecord event) {
      if (event.getThrown() == null) {
        return "";
      }
      StringWriter trace = new StringWriter();
      event.getThrown().printStackTrace(new PrintWriter(trace));
      return " | " + trace.toString().strip().replaceAll("\\s*\\n\\s*", " | ");
    }

    /** A text from outside must not be able to forge a second line. */
    private static String oneLine(String text) {
      StringBuilder line = new StringBuilder(text.length());
      text.chars()
          .forEach(c -> {
            if (Character.isISOControl(c)) {
              line.append("\\x%02x".formatted(c));
            } else {
              line.append((char) c);
            }
          });
      return line.toString();
    }
  }
}
