package io.busbar.hwtest.dash7;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.busbar.drivers.dash7.FrameText;
import io.busbar.drivers.dash7.Request;
import io.busbar.drivers.dash7.alp.Action;
import io.busbar.drivers.dash7.alp.Addressee;
import io.busbar.drivers.dash7.alp.Command;
import io.busbar.drivers.dash7.alp.InterfaceConfig;
import io.busbar.drivers.dash7.alp.Qos;
import io.busbar.drivers.dash7.alp.Uid;
import io.busbar.drivers.dash7.frame.Bytes;
import io.busbar.drivers.dash7.frame.Frame;
import io.busbar.drivers.dash7.frame.FrameParser;
import io.busbar.drivers.dash7.frame.FrameWriter;
import io.busbar.drivers.dash7.frame.RebootReason;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatedModemTest {
  private static final Uid NODE = Uid.parse("323636300039004C");
  private static final Bytes ENERGY =
      Bytes.hex("5D 02 00 00 00 00 00 00 0F 00 00 00 00 00 00 00 01");

  private final List<String> heard = new ArrayList<>();
  private final List<Bytes> sent = new ArrayList<>();
  private final FrameParser host = new FrameParser();
  private final FrameWriter writer = new FrameWriter(0);
  private final SimulatedModem modem = new SimulatedModem(NODE, this::carry);

  @Test
  void answersTheConnectProbeAsVector26() {
    modem.receive(Bytes.hex("C0 00 00 01 0A 12 FD B4 2A 01 00 00 08 01 02 00 11").toArray(), 0, 17);
    assertEquals(
        "20 00 00 08 32 36 36 30 00 39 00 4C 20 02 00 11 01 01 00 02 67 61 74 65 77 61 37 33 66 30"
            + " 63 37 33 A3 2A",
        payload());
  }

  @Test
  void pushesAFileAsVector27() {
    modem.put(NODE, 52, ENERGY);
    modem.push(NODE, 52, 57, 71);
    assertEquals(
        "20 34 00 11 5D 02 00 00 00 00 00 00 0F 00 00 00 00 00 00 00 01 62 D7 14 32 00 00 39 47 50"
            + " 00 49 00 A9 20 01 32 36 36 30 00 39 00 4C",
        payload());
  }

  @Test
  void letsANodeBeWrittenAndRead() {
    modem.put(NODE, 62, Bytes.hex("58 02 00 00 01"));
    InterfaceConfig.D7 session = InterfaceConfig.D7.now(Qos.PREFERRED, Addressee.of(NODE, 1));
    ask(session, Request.write(62, 0, Bytes.hex("10 0E 00 00")));
    assertEquals(Bytes.hex("10 0E 00 00 01"), modem.file(NODE, 62));
    ask(session, Request.read(62, 0, 5));
    assertEquals(4, heard.size());
    assertEquals("response tag 07 end; status of D7 empty", heard.getLast());
  }

  @Test
  void refusesWhatTheNodeDoesNotHave() {
    modem.put(NODE, 62, Bytes.hex("58 02 00 00 01"));
    InterfaceConfig.D7 session = InterfaceConfig.D7.now(Qos.ALL, Addressee.everyone(1));
    ask(session, Request.read(99, 0, 1));
    ask(session, Request.write(62, 3, Bytes.hex("01 02 03")));
    assertEquals(true, heard.getFirst().contains("action status no such file"));
    assertEquals(true, heard.get(2).contains("action status offset out of bounds"));
    modem.remove(NODE);
    ask(session, Request.read(62, 0, 5));
    assertEquals("response tag 07 end error; status of D7 empty", heard.getLast());
  }

  @Test
  void pingsLogsAndReboots() {
    modem.ping();
    modem.log("hello");
    modem.reboot(RebootReason.RESET_PIN);
    assertEquals(List.of("ping request CC", "log: hello", "rebooted: reset pin"), heard);
    assertEquals(Bytes.hex("C0 00 01 05 01 D1 93 03"), sent.getLast());
  }

  private void ask(InterfaceConfig.D7 session, Action action) {
    Command command =
        Command.of(
            new Action.RequestTag(7, true), new Action.Forward(session, Action.Flags.NONE), action);
    byte[] frame = writer.write(new Frame.Alp(command.encode()));
    modem.receive(frame, 0, frame.length);
  }

  private void carry(byte[] frame) {
    sent.add(Bytes.copyOf(frame));
    host.feed(frame, 0, frame.length, got -> heard.add(FrameText.of(got, Command.Reading.STRICT)));
  }

  private String payload() {
    return sent.getLast().slice(7, sent.getLast().length()).toString();
  }
}
