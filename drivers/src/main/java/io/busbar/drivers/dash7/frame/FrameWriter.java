package io.busbar.drivers.dash7.frame;

/** Makes the frames of one direction, each with the next counter. For one thread. */
public final class FrameWriter {
  /** The modem's send buffer is 255 bytes with the header in it. */
  public static final int LONGEST_PAYLOAD = 248;

  private int counter;

  /**
   * @param first the counter of the first frame, 0 to 255: hosts start with 0, modems with 1
   */
  public FrameWriter(int first) {
    this.counter = first & 0xFF;
  }

  /**
   * The bytes of one frame.
   *
   * @throws IllegalArgumentException the payload is empty, at which Sub-IoT modems stall until the
   *     next byte, or longer than {@link #LONGEST_PAYLOAD}
   */
  public byte[] write(Frame.Content content) {
    Bytes payload = content.payload();
    if (payload.length() < 1 || payload.length() > LONGEST_PAYLOAD) {
      throw new IllegalArgumentException(
          "got " + payload.length() + " payload bytes, want 1 to " + LONGEST_PAYLOAD);
    }
    byte[] frame = new byte[FrameParser.HEADER_LENGTH + payload.length()];
    payload.copyTo(frame, FrameParser.HEADER_LENGTH);
    int crc = Crc16.of(frame, FrameParser.HEADER_LENGTH, payload.length());
    frame[0] = (byte) FrameParser.SYNC_BYTE;
    frame[1] = FrameParser.VERSION;
    frame[2] = (byte) counter;
    frame[3] = (byte) content.type();
    frame[4] = (byte) payload.length();
    frame[5] = (byte) (crc >> 8);
    frame[6] = (byte) crc;
    counter = counter + 1 & 0xFF;
    return frame;
  }
}
