package io.busbar.hwtest.fault;

import java.time.Duration;

/** What a line does to the bytes that go one way, until it is told otherwise. */
public sealed interface Trouble {
  /** Nothing: they go on as they come. */
  record None() implements Trouble {}

  /**
   * They come later, never out of order.
   *
   * @param latency of every byte
   * @param jitter so much earlier or later, at random
   * @param bytesPerSecond what the line carries; 0 for no limit
   */
  record Slow(Duration latency, Duration jitter, long bytesPerSecond) implements Trouble {}

  /**
   * They are taken and thrown away, so the sender notices nothing. When it ends, connections that
   * have missed bytes are closed.
   */
  record Silence() implements Trouble {}

  /**
   * They are not even taken, as behind a cable that is out: the sender's buffers fill. When it ends
   * they go on.
   */
  record Blackhole() implements Trouble {}

  /** After so many more bytes of a connection it is closed. */
  record Limit(long bytes) implements Trouble {}

  /** Connections that are there are reset, and each new one as soon as it is. */
  record Reset() implements Trouble {}

  /**
   * Single bits are turned, at random.
   *
   * @param oneIn one byte of so many, on average
   */
  record Corrupt(int oneIn) implements Trouble {}
}
