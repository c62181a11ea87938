package io.busbar.hwtest.fault;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Cuts a stream into MQTT control packets (MQTT 3.1.1, section 2.2), whole as they came. */
final class MqttPackets {
  private static final int LONGEST_LENGTH = 4;

  private byte[] rest = new byte[0];

  /** The packets that are whole with these bytes. */
  List<byte[]> feed(byte[] bytes) {
    ByteArrayOutputStream all = new ByteArrayOutputStream(rest.length + bytes.length);
    all.writeBytes(rest);
    all.writeBytes(bytes);
    byte[] stream = all.toByteArray();
    List<byte[]> packets = new ArrayList<>();
    int at = 0;
    for (int end = end(stream, at); end > 0; end = end(stream, at)) {
      packets.add(Arrays.copyOfRange(stream, at, end));
      at = end;
    }
    rest = Arrays.copyOfRange(stream, at, stream.length);
    return packets;
  }

  /** Where the packet that begins there ends; 0 while it is not whole. */
  private static int end(byte[] stream, int from) {
    int length = 0;
    for (int i = 0; i < LONGEST_LENGTH && from + 1 + i < stream.length; i++) {
      int digit = stream[from + 1 + i];
      length |= (digit & 0x7F) << (7 * i);
      if (digit >= 0) {
        int end = from + 2 + i + length;
        return end <= stream.length ? end : 0;
      }
    }
    return 0;
  }
}
