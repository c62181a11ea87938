package io.busbar.drivers.modbus;

import io.busbar.drivers.BusException.Garbled;
import io.busbar.drivers.BusException.Refused;

/** One question to one device; its text names device, unit and registers for people. */
interface Question {
  /** Unit id, 0 to 255. */
  int unit();

  /** Function code, 1 to 127. */
  int function();

  /** What is asked: function and data, without unit, header and CRC. */
  byte[] pdu();

  /** How many bytes the same part of a proper answer has; for the time that the answer takes. */
  int answerBytes();

  /**
   * Makes sure that this is the answer to this question and no other.
   *
   * @param pdu of the answer: function and data; at least 2 bytes
   * @throws Garbled it is the answer to something else
   * @throws Refused the device says no
   */
  default void verify(byte[] pdu, Failures failures) throws Garbled, Refused {
    int function = Byte.toUnsignedInt(pdu[0]);
    if ((function & 0x7F) != function()) {
      throw failures.function(this, function & 0x7F);
    }
    if (function != function()) {
      throw failures.refusal(this, Byte.toUnsignedInt(pdu[1]));
    }
    verifyData(pdu, failures);
  }

  /** The same for an answer of the right function that is no refusal. */
  void verifyData(byte[] pdu, Failures failures) throws Garbled;

  /** The data of an answer that says how many bytes follow: it must be so many. */
  static void verifyCount(Question question, byte[] pdu, int bytes, Failures failures)
      throws Garbled {
    int said = Byte.toUnsignedInt(pdu[1]);
    if (said != bytes || pdu.length != 2 + bytes) {
      throw failures.count(question, pdu.length == 2 + said ? said : pdu.length - 2, bytes);
    }
  }
}
