package io.busbar.appliance.cloud.juconn;

import io.busbar.appliance.tixml.codec.Element;
import java.util.List;

/**
 * What a request of the portal came to.
 *
 * @param errorCode 0 when all of it was done
 * @param results one for each command that was executed, or one that says why none was
 */
record Outcome(int errorCode, List<Element> results) {
  /** The manual's code for a command that is none, or fails (section 4). */
  static final int INVALID = 500;

  /** The owner does not allow it. */
  static final int FORBIDDEN = 403;

  /** The serial number is another's; the portal's own word for it (table 8-1). */
  static final int NOT_THIS_GATEWAY = 404;

  /** Too much is waiting already. */
  static final int BUSY = 503;

  Outcome {
    results = List.copyOf(results);
  }

  /** A refusal, in the shape of the gateway's own errors (table 1-4). */
  static Outcome refused(int code, String why) {
    return new Outcome(code, List.of(error(code, why)));
  }

  static Element error(int code, String why) {
    return Element.of(
        "Error", List.of(Element.of("ErrNo", Integer.toString(code)), Element.of("ErrText", why)));
  }
}
