package io.busbar.appliance.console;

import io.busbar.appliance.logbook.Logbook;
import io.busbar.web.Caller;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who did what, from where, and what came of it: one record for each deed, in the log {@code
 * Audit}; logins are in {@code Login}. No record holds a secret.
 */
public final class Audit {
  private final Logbook logbook;

  public Audit(Logbook logbook) {
    this.logbook = logbook;
  }

  /** What the caller of this thread did. */
  void deed(String what, String detail, String result) {
    Caller caller = Caller.current();
    append(Logbook.AUDIT, who(caller), caller.from(), what, detail, result);
  }

  /** What somebody did who is not logged in, or whose login it is about. */
  void login(String who, String from, String what, String result) {
    append(Logbook.LOGIN, who, from, what, "", result);
  }

  private void append(
      String log, String who, String from, String what, String detail, String result) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("who", who);
    fields.put("from", from);
    fields.put("what", what);
    if (!detail.isEmpty()) {
      fields.put("detail", detail);
    }
    fields.put("result", result);
    logbook.append(log, fields);
  }

  private static String who(Caller caller) {
    return switch (caller.proof()) {
      case Caller.Proof.Token _ -> "token " + caller.name();
      case Caller.Proof.Session _, Caller.Proof.Nothing _ -> caller.name();
    };
  }
}
