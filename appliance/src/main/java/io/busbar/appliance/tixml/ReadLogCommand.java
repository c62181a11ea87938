package io.busbar.appliance.tixml;

import io.busbar.appliance.logbook.LogRange;
import io.busbar.appliance.logbook.LogRecord;
import io.busbar.appliance.logbook.Logbook;
import io.busbar.appliance.tixml.codec.Element;
import io.busbar.appliance.tixml.codec.ElementName;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code <ReadLog _="Event" range="last 10"/>}: records of a log, the oldest first, as Tixi
 * gateways write them:
 *
 * <pre>
 * &lt;ReadLog&gt;&lt;ID_790 _="2014/07/21,09:55:00"&gt;&lt;Temperatur_S1 _="29.68"/&gt;&lt;/ID_790&gt;&lt;/ReadLog&gt;
 * </pre>
 *
 * <p>Times are UTC, to the second. The form of a range is ours: {@code last 10}, {@code ID_5-ID_20}
 * or {@code 2014/07/21,09:00:00-2014/07/21,10:00:00}, both ends included; without one the newest
 * records, as many as one reading gives.
 */
public final class ReadLogCommand implements Command {
  private static final String RANGE = "range";
  private static final Pattern LAST = Pattern.compile("last ([0-9]{1,6})");
  private static final Pattern IDS = Pattern.compile("ID_([0-9]{1,18})-ID_([0-9]{1,18})");
  private static final Pattern TIMES = Pattern.compile("([0-9/:,]{19})-([0-9/:,]{19})");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu/MM/dd,HH:mm:ss").withResolverStyle(ResolverStyle.STRICT);

  private final Logbook logbook;

  public ReadLogCommand(Logbook logbook) {
    this.logbook = logbook;
  }

  @Override
  public String name() {
    return "ReadLog";
  }

  @Override
  public Element answer(Element command) throws CommandException {
    Arguments.onlyAttributes(command, List.of(Element.MAIN, RANGE));
    String log = Arguments.required(command, Element.MAIN);
    List<LogRecord> found = logbook.read(log, range(command.attributes().get(RANGE)));
    if (found == null) {
      throw new CommandException(
          ErrorNumber.UNKNOWN_NAME,
          "got %s, want one of %s".formatted(log, String.join(", ", logbook.names())));
    }
    return Element.of(name(), found.stream().map(ReadLogCommand::element).toList());
  }

  private static Element element(LogRecord row) {
    List<Element> fields = new ArrayList<>();
    row.fields().forEach((name, text) -> fields.add(Element.of(ElementName.encode(name), text)));
    Element head = Element.of("ID_" + row.id(), TIME.format(row.time().atOffset(ZoneOffset.UTC)));
    return new Element(head.name(), head.attributes(), fields, "");
  }

  private static LogRange range(@Nullable String text) throws CommandException {
    if (text == null) {
      return LogRange.last(LogRange.MOST);
    }
    try {
      Matcher last = LAST.matcher(text);
      if (last.matches()) {
        return LogRange.last(Integer.parseInt(last.group(1)));
      }
      Matcher ids = IDS.matcher(text);
      if (ids.matches()) {
        return LogRange.ids(Long.parseLong(ids.group(1)), Long.parseLong(ids.group(2)));
      }
      Matcher times = TIMES.matcher(text);
      if (times.matches()) {
        // Records bear milliseconds, the text does not: the last second counts as a whole.
        return LogRange.times(time(times.group(1)), time(times.group(2)).plusMillis(999));
      }
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new CommandException(ErrorNumber.BAD_VALUE, RANGE + ": " + e.getMessage());
    }
    throw new CommandException(
        ErrorNumber.BAD_VALUE,
        "range: got `%s`, want last 10, ID_5-ID_20 or 2014/07/21,09:00:00-2014/07/21,10:00:00"
            .formatted(text.length() > 60 ? text.substring(0, 60) + "..." : text));
  }

  private static Instant time(String text) {
    return LocalDateTime.parse(text, TIME).toInstant(ZoneOffset.UTC);
  }
}
