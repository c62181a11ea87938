package io.busbar.drivers;

/** How far a value can be trusted (the three OPC qualities). */
public enum Quality {
  /** Read as it should be. */
  GOOD,
  /** The last value; the newest attempt to read it failed. */
  UNCERTAIN,
  /** Not to be used: invalid by the device's own word, silent for three polls, or never read. */
  BAD;

  /** Failed polls in a row after which a value is no longer merely old. */
  private static final int BAD_AFTER = 3;

  /** The quality of a point after so many failed polls in a row; 0 is GOOD. */
  public static Quality afterFailures(int failures) {
    if (failures <= 0) {
      return GOOD;
    }
    return failures < BAD_AFTER ? UNCERTAIN : BAD;
  }
}
