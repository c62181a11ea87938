package io.busbar.appliance.logbook;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One record of a log.
 *
 * @param id one more than that of the record before it, for as long as the log exists
 * @param time by the wall clock, which may have been wrong then
 * @param fields in their order
 */
public record LogRecord(long id, Instant time, Map<String, String> fields) {
  public LogRecord {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }
}
