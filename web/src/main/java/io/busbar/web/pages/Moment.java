package io.busbar.web.pages;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** A time as a page holds it: in UTC, until a script shows it in the browser's zone. */
public record Moment(Instant time) {
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

  /** For machines. */
  public String iso() {
    return time.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  /** For people. */
  public String utc() {
    return UTC.format(time);
  }
}
