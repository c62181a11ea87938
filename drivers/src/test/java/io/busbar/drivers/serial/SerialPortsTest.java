package io.busbar.drivers.serial;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SerialPortsTest {
  @Test
  void tellsAnAdapterByTheNameThatStaysWithItAndAnotherPortByItsOwn(@TempDir Path folder)
      throws IOException {
    Path dev = folder.toRealPath();
    Files.createFile(dev.resolve("ttyAMA0"));
    Files.createFile(dev.resolve("ttyUSB0"));
    Files.createFile(dev.resolve("tty7"));
    Path byId = Files.createDirectories(dev.resolve("serial/by-id"));
    Files.createSymbolicLink(byId.resolve("usb-FTDI-if00"), Path.of("../../ttyUSB0"));
    Files.createSymbolicLink(byId.resolve("usb-gone"), Path.of("../../ttyUSB9"));
    assertEquals(
        List.of(
            byId.resolve("usb-FTDI-if00").toString(),
            byId.resolve("usb-gone").toString(),
            dev.resolve("ttyAMA0").toString()),
        SerialPorts.list(dev));
  }

  @Test
  void findsNoneWhereNoneAre(@TempDir Path folder) {
    assertEquals(List.of(), SerialPorts.list(folder));
  }
}
