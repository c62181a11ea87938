package io.busbar.hwtest.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.busbar.hwtest.Ports;
import io.busbar.hwtest.peer.NeedsPeer;
import io.busbar.hwtest.peer.Peer;
import io.busbar.hwtest.peer.PeerProcess;
import io.busbar.hwtest.peer.Peers;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our slave as other people's masters see it, and their slaves as each other do. */
class OtherMastersTest {
  private static final String VOLTS_230_2 = "17254 13107";
  private final RegisterImage image = new RegisterImage().putFloat(0, 230.2);
  private final ModbusSlave slave = new ModbusSlave(1, image);

  @Test
  @NeedsPeer(Peer.PYMODBUS)
  void pymodbusReadsOurSlaveOverTcp(@TempDir Path folder) throws Exception {
    try (TcpFront front = new TcpFront(0, slave)) {
      String port = Integer.toString(front.port());
      assertEquals(VOLTS_230_2, Peers.pymodbusReads(folder, "tcp", port, 1, 0, 2));
      assertEquals("exception 2", Peers.pymodbusReads(folder, "tcp", port, 1, 9, 2));
    }
  }

  @Test
  @NeedsPeer({Peer.PYMODBUS, Peer.SOCAT})
  void pymodbusReadsOurSlaveOnASerialLine(@TempDir Path folder) throws Exception {
    try (PeerProcess _ = Peers.socat(folder);
        RtuFront _ = RtuFront.on(folder.resolve("B"), slave)) {
      String port = folder.resolve("A").toString();
      assertEquals(VOLTS_230_2, Peers.pymodbusReads(folder, "rtu", port, 1, 0, 2));
    }
  }

  @Test
  @NeedsPeer({Peer.PYMODBUS, Peer.LIBMODBUS})
  void pymodbusReadsLibmodbus(@TempDir Path folder) throws IOException, InterruptedException {
    String port = Integer.toString(Ports.free(0));
    try (PeerProcess peer = Peers.libmodbus(folder, "tcp", port)) {
      peer.until(() -> Peers.pymodbusReads(folder, "tcp", port, 1, 0, 2).equals(VOLTS_230_2));
    }
  }
}
