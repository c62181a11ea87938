package io.busbar.hwtest.simulator;

import java.time.Duration;

/** How a slave misbehaves, with every answer, until it is told otherwise. */
public sealed interface Fault {
  /** It does not. */
  record None() implements Fault {}

  /** It takes the request and says nothing. */
  record Silent() implements Fault {}

  /** It refuses every request with this exception code. */
  record Refuses(int code) implements Fault {}

  /** It answers in another unit's name. */
  record WrongUnit() implements Fault {}

  /** It breaks off in the middle of the answer. */
  record BreaksOff() implements Fault {}

  /** RTU: the CRC is wrong. TCP: the protocol identifier is not 0. */
  record Corrupt() implements Fault {}

  /** The answer is right, but too late. */
  record Late(Duration by) implements Fault {}

  /** TCP: it answers another request than the one that was asked. RTU has no such number. */
  record WrongTransaction() implements Fault {}

  /** TCP: it closes the connection instead of answering. RTU has none and stays silent. */
  record Closes() implements Fault {}
}
