package io.busbar.drivers.serial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PortNameTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/dev/ttyAMA0",
        "usb-FTDI_USB-RS485_FT5A-if00-port0",
        "tcp://192.168.1.20:4001",
        "tcp://moxa.local:1",
        "tcp://[fe80::1]:65535"
      })
  void takesDevicesNamesAndDeviceServers(String port) {
    assertNull(PortName.problem(port));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tcp://192.168.1.20",
        "tcp://:4001",
        "tcp://host:0",
        "tcp://host:70000",
        "tcp://host:4001/x",
        "tcp://user@host:4001",
        "tcp:host:4001",
        "tcp://ho st:4001"
      })
  void refusesWhatIsNoHostAndPort(String port) {
    assertNotNull(PortName.problem(port));
  }

  @Test
  void looksForABareNameInDev() {
    assertEquals(Path.of("/dev/ttyUSB7"), PortName.device("ttyUSB7"));
    assertEquals(Path.of("/tmp/link"), PortName.device("/tmp/link"));
  }

  @ParameterizedTest
  @CsvSource({"9600, NONE, 1, 1041666", "9600, EVEN, 1, 1145833", "19200, NONE, 2, 572916"})
  void countsTheBitsOfACharacter(int baud, Parity parity, int stopBits, long nanos) {
    assertEquals(
        Duration.ofNanos(nanos), new SerialSettings("x", baud, 8, parity, stopBits).timeOf(1));
  }
}
