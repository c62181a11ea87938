package io.busbar.appliance.tixml;

/**
 * Every error that a command can be answered with. The numbers are stable; {@code
 * docs/tixml-errors.md} is this table for people.
 */
public enum ErrorNumber {
  /** The only one that the manual tells (table 1-4). */
  PATH_NOT_FOUND(-2196, "path to key not found"),
  NO_TIXML(-10001, "text is no TiXML"),
  UNKNOWN_COMMAND(-10002, "command not known"),
  BAD_ATTRIBUTE(-10003, "attribute missing or not known"),
  TOO_MANY_COMMANDS(-10004, "too many commands"),
  READ_ONLY(-10010, "variable can only be read"),
  WRONG_TYPE(-10011, "value is of the wrong type"),
  OUT_OF_RANGE(-10012, "value is out of range"),
  NO_ANSWER(-10013, "device does not answer"),
  NOT_WRITTEN(-10014, "device or bus refuses the value"),
  NOT_YET(-10015, "not done in time, and still tried"),
  NOTHING_TO_SEND(-10016, "nothing is sent now"),
  NOT_FIRED(-10017, "event does not fire now"),
  UNKNOWN_DATABASE(-10020, "database not known"),
  UNKNOWN_KEY(-10021, "key has no meaning here"),
  BAD_VALUE(-10022, "value of a key cannot be used"),
  NOT_STOPPED(-10023, "program is not stopped"),
  PASSWORD_RULE(-10024, "password breaks a rule"),
  OTHER_PLATFORM(-10025, "connector is of another platform"),
  CONFIGURATION_REFUSED(-10026, "configuration refused"),
  CONFIGURATION_CHANGED(-10027, "configuration was changed meanwhile"),
  NOT_SAVED(-10028, "configuration cannot be saved"),
  NOT_HERE(-10029, "not possible on this appliance"),
  UNKNOWN_NAME(-10030, "name not known"),
  NOT_FORGOTTEN(-10031, "not forgotten"),
  NOT_ALLOWED(-10032, "role does not allow it");

  private final int number;
  private final String text;

  ErrorNumber(int number, String text) {
    this.number = number;
    this.text = text;
  }

  /** What stands in {@code ErrNo}. */
  public int number() {
    return number;
  }

  /** What stands in {@code ErrText}. */
  public String text() {
    return text;
  }
}
