package io.busbar.drivers.dash7;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.busbar.drivers.Sample;
import io.busbar.drivers.dash7.alp.Command;
import io.busbar.drivers.dash7.frame.Bytes;
import io.busbar.drivers.dash7.frame.Frame;
import io.busbar.drivers.dash7.frame.FrameParser;
import io.busbar.drivers.dash7.layout.LayoutLibrary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Whatever comes by the wire or the air. */
class Dash7FuzzTest {
  private final Dash7Node node =
      new Dash7Node(Rig.ENERGY, LayoutLibrary.shipped().find("camexia-energy").orElseThrow());

  @FuzzTest(maxDuration = "30s")
  void survivesAnyBytes(byte[] data) {
    for (Frame frame : frames(data)) {
      boolean silent = FrameText.of(frame, Command.Reading.LENIENT).isEmpty();
      assertFalse(silent && frame.content().payload().length() > 0, frame.toString());
      takes(frame.content().payload());
    }
    takes(Bytes.copyOf(data));
  }

  /** How the bytes are cut makes no difference. */
  private static List<Frame> frames(byte[] data) {
    FrameParser whole = new FrameParser();
    List<Frame> atOnce = new ArrayList<>();
    whole.feed(data, 0, data.length, atOnce::add);
    whole.silence(atOnce::add);
    FrameParser bytewise = new FrameParser();
    List<Frame> oneByOne = new ArrayList<>();
    for (int i = 0; i < data.length; i++) {
      bytewise.feed(data, i, 1, oneByOne::add);
    }
    bytewise.silence(oneByOne::add);
    assertEquals(atOnce, oneByOne);
    assertEquals(whole.counts(), bytewise.counts());
    return atOnce;
  }

  /** What is understood is written in the shortest way, and is then understood the same. */
  private void takes(Bytes payload) {
    Bytes shortest = Command.decode(payload, Command.Reading.STRICT).encode();
    assertEquals(shortest, Command.decode(shortest, Command.Reading.STRICT).encode());
    Command command = Command.decode(payload, Command.Reading.LENIENT);
    command
        .origin()
        .ifPresent(status -> {
          for (Sample sample : node.heard(command, status, Instant.EPOCH, 0)) {
            assertEquals(Rig.ENERGY.name(), sample.point().device());
          }
        });
  }
}
