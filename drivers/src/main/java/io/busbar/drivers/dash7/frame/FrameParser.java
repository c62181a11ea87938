package io.busbar.drivers.dash7.frame;

import java.util.function.Consumer;

/**
 * Finds the frames in a row of bytes, however they are cut. After noise or a bad CRC it looks again
 * from the byte behind the false start, so that a frame inside it is not lost. It allocates with
 * each frame, never with each byte. For one thread.
 */
public final class FrameParser {
  static final int SYNC_BYTE = 0xC0;
  static final int VERSION = 0x00;
  static final int HEADER_LENGTH = 7;
  static final int LONGEST_FRAME = HEADER_LENGTH + 255;

  private static final State SYNC = new State.Sync();
  private static final State HEADER = new State.Header();

  /** What the parser waits for; the bytes it waits with are held from {@code start} on. */
  private sealed interface State {
    /** The two bytes {@code C0 00}. */
    record Sync() implements State {}

    /** The rest of the seven header bytes. */
    record Header() implements State {}

    /** The payload whose length and CRC the header said. */
    record Payload(int length, int crc) implements State {}
  }

  private final byte[] held = new byte[2 * LONGEST_FRAME];
  private int start;
  private int end;
  private State state = SYNC;

  private long frames;
  private long crcErrors;
  private long noiseBytes;
  private long counterJumps;
  private int expectedCounter = -1;

  /** A parser that holds nothing and waits for the first frame. */
  public FrameParser() {}

  /**
   * Takes what a read gave and hands over every frame that is now whole, in order.
   *
   * @param sink called on the caller's thread
   */
  public void feed(byte[] data, int offset, int length, Consumer<Frame> sink) {
    int from = offset;
    int left = length;
    while (left > 0) {
      makeRoom();
      int taken = Math.min(left, held.length - end);
      System.arraycopy(data, from, held, end, taken);
      end += taken;
      from += taken;
      left -= taken;
      advance(sink);
    }
  }

  /**
   * Says that nothing came for so long that no frame can be under way. What is held is then a false
   * start, and the frames behind it need not wait until noise has filled its supposed length.
   */
  public void silence(Consumer<Frame> sink) {
    while (start < end) {
      dropOne();
      advance(sink);
    }
  }

  /** What was seen since the parser was made. */
  public Counts counts() {
    return new Counts(frames, crcErrors, noiseBytes, counterJumps);
  }

  /**
   * What a parser has seen.
   *
   * @param frames frames with a good CRC
   * @param crcErrors false starts: headers whose CRC did not fit
   * @param noiseBytes bytes that belong to no frame
   * @param counterJumps frames whose counter did not follow the one before
   */
  public record Counts(long frames, long crcErrors, long noiseBytes, long counterJumps) {}

  private void advance(Consumer<Frame> sink) {
    boolean more = true;
    while (more) {
      more =
          switch (state) {
            case State.Sync _ -> findSync();
            case State.Header _ -> readHeader();
            case State.Payload payload -> finish(payload, sink);
          };
    }
  }

  private boolean findSync() {
    while (start < end) {
      if ((held[start] & 0xFF) == SYNC_BYTE) {
        if (start + 1 == end) {
          return false;
        }
        if (held[start + 1] == VERSION) {
          state = HEADER;
          return true;
        }
      }
      dropOne();
    }
    return false;
  }

  private boolean readHeader() {
    if (end - start < HEADER_LENGTH) {
      return false;
    }
    state = new State.Payload(octet(4), octet(5) << 8 | octet(6));
    return true;
  }

  private boolean finish(State.Payload payload, Consumer<Frame> sink) {
    int whole = HEADER_LENGTH + payload.length();
    if (end - start < whole) {
      return false;
    }
    int first = start + HEADER_LENGTH;
    if (Crc16.of(held, first, payload.length()) != payload.crc()) {
      crcErrors++;
      dropOne();
      return true;
    }
    Frame.Content content =
        Frame.Content.of(octet(3), Bytes.copyOf(held, first, first + payload.length()));
    Frame frame = new Frame(octet(2), content);
    start += whole;
    state = SYNC;
    count(frame);
    sink.accept(frame);
    return true;
  }

  private void count(Frame frame) {
    frames++;
    boolean restarted = frame.content() instanceof Frame.Rebooted;
    if (expectedCounter >= 0 && frame.counter() != expectedCounter && !restarted) {
      counterJumps++;
    }
    expectedCounter = frame.counter() + 1 & 0xFF;
  }

  private int octet(int index) {
    return held[start + index] & 0xFF;
  }

  private void dropOne() {
    start++;
    noiseBytes++;
    state = SYNC;
  }

  /** What is held is always less than one frame, so half of the array stays free. */
  private void makeRoom() {
    if (start > 0) {
      System.arraycopy(held, start, held, 0, end - start);
      end -= start;
      start = 0;
    }
  }
}
