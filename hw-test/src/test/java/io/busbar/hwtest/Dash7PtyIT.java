package io.busbar.hwtest;

import static io.busbar.hwtest.RadioCabinet.CONFIG;
import static io.busbar.hwtest.RadioCabinet.ENERGY;
import static io.busbar.hwtest.RadioCabinet.MODEM;
import static io.busbar.hwtest.RadioCabinet.NODE;
import static io.busbar.hwtest.RadioCabinet.V1;
import static io.busbar.hwtest.RadioCabinet.energyNode;
import static io.busbar.hwtest.RadioCabinet.json;
import static io.busbar.hwtest.RadioCabinet.path;
import static io.busbar.hwtest.RadioCabinet.push;
import static io.busbar.hwtest.RadioCabinet.shows;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.busbar.drivers.dash7.frame.Bytes;
import io.busbar.hwtest.dash7.ModemServer;
import io.busbar.hwtest.peer.NeedsPeer;
import io.busbar.hwtest.peer.Peer;
import io.busbar.hwtest.peer.PeerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The same modem on a real pty under a name as /dev/serial/by-id has them. */
@NeedsPeer(Peer.SOCAT)
class Dash7PtyIT {
  private static final Duration LONG = Duration.ofMinutes(2);

  @RegisterExtension final Cabinet cabinet = new Cabinet();

  @Test
  void aModemAtADeviceFileIsReadSetPulledOutAndPutBack() throws Exception {
    ModemServer server = cabinet.add(new ModemServer(0, MODEM));
    Path device = cabinet.folder().resolve("usb-LiQuiBit_Gateway_000001-if00");
    PeerProcess cable = cable(server, device);
    ApplianceProcess appliance = cabinet.appliance(energyNode(device.toString(), null));
    await()
        .atMost(Cabinet.SOON)
        .until(() -> shows(appliance, "Modem", "uid").equals(MODEM + " GOOD"));
    push(server, NODE, ENERGY, V1);
    push(server, NODE, CONFIG, Bytes.hex("58 02 00 00 01"));
    await()
        .atMost(Cabinet.SOON)
        .until(() -> shows(appliance, "Energy_4", "interval").equals("600 GOOD"));
    assertEquals(
        200,
        appliance
            .api()
            .put("/api/v1/values" + path("Energy_4", "interval"), json("{\"value\": 30}"))
            .statusCode());

    cable.close();
    await()
        .atMost(Cabinet.SOON)
        .until(() -> shows(appliance, "Energy_4", "valid").equals("true UNCERTAIN"));
    assertEquals("0 GOOD", shows(appliance, "Modem", "DeviceState"));

    cable(server, device);
    await().atMost(LONG).until(() -> shows(appliance, "Modem", "DeviceState").equals("1 GOOD"));
    push(server, NODE, ENERGY, V1);
    await()
        .atMost(Cabinet.SOON)
        .until(() -> shows(appliance, "Energy_4", "valid").equals("true GOOD"));
  }

  /** A pty whose far end is the modem; without its process the device file is gone. */
  private PeerProcess cable(ModemServer server, Path device) throws Exception {
    List<String> command =
        List.of(
            Peer.SOCAT.program(),
            "pty,raw,echo=0,ignoreeof,link=" + device,
            "tcp:127.0.0.1:" + server.port());
    return cabinet
        .add(new PeerProcess(command, cabinet.folder().resolve("socat.log")))
        .until(() -> Files.exists(device));
  }
}
