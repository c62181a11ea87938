package io.busbar.hwtest.portal;

import java.time.Duration;

/** How a portal answers one request. */
public sealed interface Manner {
  /** With error_code 0. */
  record Accept() implements Manner {}

  /** With this error_code. */
  record Refuse(int code) implements Manner {}

  /** As it should, after a while. */
  record Late(Duration after) implements Manner {}

  /** As it should, and at once the same again. */
  record Twice() implements Manner {}

  /** With the id of another request. */
  record WrongId() implements Manner {}

  /** With something that is no answer. */
  record Rubbish() implements Manner {}

  /** Not at all. */
  record Silent() implements Manner {}
}
