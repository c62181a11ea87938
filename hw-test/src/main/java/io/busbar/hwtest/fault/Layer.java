package io.busbar.hwtest.fault;

import java.time.Duration;
import java.util.List;

/** What a protocol's own trouble makes of one way of one connection. */
@FunctionalInterface
public interface Layer {
  /**
   * Takes the next bytes.
   *
   * @param bytes as they came, cut anywhere
   * @return what goes on now, each with how much later it goes
   */
  List<Piece> feed(byte[] bytes);

  /** Bytes that go on together. */
  @SuppressWarnings("ArrayRecordComponent") // Compared by nobody, changed by nobody.
  record Piece(byte[] bytes, Duration later) {
    /** At once. */
    public static Piece now(byte[] bytes) {
      return new Piece(bytes, Duration.ZERO);
    }
  }

  /** Lets everything through. */
  static Layer none() {
    return bytes -> List.of(Piece.now(bytes));
  }
}
