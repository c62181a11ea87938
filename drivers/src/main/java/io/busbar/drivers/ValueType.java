package io.busbar.drivers;

/** The kinds of {@link Value} that a data point may have; one for each of its variants. */
public enum ValueType {
  BOOL,
  INT,
  REAL,
  TEXT
}
