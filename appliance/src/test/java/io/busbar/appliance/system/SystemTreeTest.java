package io.busbar.appliance.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SystemTreeTest {
  private static final Instant NOW = Instant.parse("2026-11-22T09:05:06.789Z");

  @TempDir Path root;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Hardware/Modules/RTC          | rpi_rtc
          Hardware/Modules/FlashOnboard | 32GB
          Hardware/Modules/COM1         | ttyAMA0
          Hardware/Modules/COM2         | ttyUSB0
          Hardware/Modules/ETH1         | eth0
          Hardware/CPU/Cores            | 2
          Hardware/CPU/Load             | 0.25
          Hardware/CPU/Temperature      | 48.3
          Hardware/CPU/Throttled        | 50005
          Hardware/RAM/Size             | 4050632704
          Hardware/ROM/Size             | 31914983424
          Firmware/Version              | 1.2.3
          Firmware/Date                 | 2026-11-21 00:30:00
          FeatureList                   | Modbus RTU, TiXML
          TIMES/PowerOffTime            | 2026/11/22,08:05:06
          Linux/SystemInfo              | Linux version 6.12.25 (arm64)
          Linux/Distribution            | Debian GNU/Linux 13 (trixie)
          LicenseRef/HW_Rev             | d04171
          LicenseRef/ProdName           | BUSBAR
          Hardware/Modules/Modem0       | BUSBAR
          LogCounter/SupportLog         | 35299
          TIMES/TIME                    | 10:05:06
          TIMES/DATE                    | 2026/11/22
          TIMES/RFC822DATE              | Sun, 22 Nov 26 10:05:06 +0100
          TIMES/ISO8601DATE             | 2026-11-22T09:05:06Z
          TIMES/PowerOnTime             | 2026/11/22,09:05:06
          TIMES/DAYOFWEEK               | Sun
          TIMES/DAYOFWEEKNO             | 0
          TIMES/YYYY_MM_DD              | 2026_11_22
          TIMES/HH_MM_SS                | 10_05_06
          TIMES/HEXDATE                 | 6B02BE52
          TIMES/YYMM                    | 2611
          Ethernet/Link                 | 1000
          Ethernet/LinkState            | 1
          Ethernet/AssignedIP           | 192.168.1.20
          Ethernet/SubnetMask           | 255.255.255.128
          Ethernet/MAC                  | D8:3A:DD:01:02:03
          Ethernet/Gateway              | 192.168.1.1
          Ethernet/DNS_1                | 192.168.1.2
          WLAN/LinkState                | 0
          WLAN/Signal                   | -61
          SerialNo                      | 01234567
          HardwareID                    | Raspberry Pi 5 Model B Rev 1.0
          Components                    | RTC=rpi_rtc;FlashOnboard=32GB;COM1=ttyAMA0;COM2=ttyUSB0;ETH1=eth0;Modem0=BUSBAR
          """)
  void tellsTheTruthOfAPi(String path, String text) throws IOException {
    pi();
    assertEquals(text, text(read(), path));
  }

  @Test
  void whatTheMachineDoesNotHaveIsLeftOutOrEmpty() throws IOException {
    pi();
    SystemNode system = read();
    SystemNode second = system.at("Ethernet2");
    assertNotNull(second);
    assertEquals(0, second.children().size());
    assertNull(system.at("GSM"));
    SystemNode position = system.at("GNSS/Latitude");
    assertNotNull(position);
    assertNull(position.text(), "empty, as section 7.1 wants a position that is not known");
    assertNull(system.at("Process/VPN"));
    assertNull(system.at("WLAN/AssignedIP"));
    assertNull(system.at("WLAN/Link"), "its speed is -1 without a connection");
  }

  @Test
  void aMachineThatTellsNothingIsNoFault() {
    SystemNode system = read();
    assertNull(system.at("Hardware/RAM/Size"));
    assertNull(system.at("HardwareID"));
    assertEquals("Modem0=BUSBAR", text(system, "Components"));
    assertEquals("1.2.3", text(system, "Firmware/Version"));
  }

  @Test
  void filesOfAnotherFormAreNoFault() throws IOException {
    put("proc/meminfo", "MemTotal: lots\nMemAvailable:\n");
    put("proc/uptime", "up\n");
    put("proc/net/route", "eth0\t00000000\tGATE\n\n");
    put("proc/mounts", "x\n");
    put("sys/class/net/eth0/speed", "fast\n");
    put("sys/class/thermal/thermal_zone0/temp", "");
    SystemNode system = read();
    assertNull(system.at("Hardware/RAM/Size"));
    assertNull(system.at("TIMES/PowerOnTime"));
    assertNull(system.at("Ethernet/Gateway"));
    assertNull(system.at("Ethernet/Link"));
  }

  @Test
  void thisMachineAnswersToo() {
    SystemNode system =
        SystemTree.ofThisMachine(root, InstantSource.system(), "1.2.3").read(facts());
    assertTrue(Long.parseLong(text(system, "Hardware/RAM/Size")) > 100_000_000);
    assertTrue(Long.parseLong(text(system, "FreeFileSize")) > 0);
    assertFalse(text(system, "Linux/SystemInfo").isBlank());
    assertFalse(text(system, "Hardware/FileSystem/Type").isBlank());
  }

  private void pi() throws IOException {
    put("proc/device-tree/model", "Raspberry Pi 5 Model B Rev 1.0\0");
    put("proc/cpuinfo", "processor\t: 0\nprocessor\t: 1\nRevision\t: d04171\n");
    put("proc/meminfo", "MemTotal:        3955696 kB\nMemAvailable:    3000000 kB\n");
    put("proc/loadavg", "0.25 0.10 0.05 1/200 999\n");
    put("proc/uptime", "3600.55 7000.10\n");
    put("proc/version", "Linux version 6.12.25 (arm64)\n");
    put("proc/mounts", "/dev/root / ext4 rw 0 0\ntmpfs /run tmpfs rw 0 0\n");
    put("proc/net/route", "Iface\tDestination\tGateway\neth0\t00000000\t0101A8C0\n");
    put(
        "proc/net/wireless",
        "Inter-| sta-|   Quality\n face | tus\n wlan0: 0000   49.  -61.  -256\n");
    put("etc/os-release", "PRETTY_NAME=\"Debian GNU/Linux 13 (trixie)\"\nID=debian\n");
    put("etc/resolv.conf", "# made\nnameserver 192.168.1.2\nsearch lan\n");
    put("sys/class/rtc/rtc0/name", "rpi_rtc\n");
    put("sys/class/thermal/thermal_zone0/temp", "48300\n");
    put("sys/devices/platform/soc/soc:firmware/get_throttled", "50005\n");
    put("sys/class/block/loop0/size", "0\n");
    put("sys/class/block/mmcblk0/size", "62333952\n");
    put("sys/class/block/mmcblk0p1/size", "1048576\n");
    for (String port : new String[] {"tty1", "ttyAMA0", "ttyUSB0", "ttyS0"}) {
      put("sys/class/tty/" + port + "/dev", "1:1\n");
    }
    put("sys/class/net/lo/carrier", "1\n");
    put("sys/class/net/eth0/speed", "1000\n");
    put("sys/class/net/eth0/carrier", "1\n");
    put("sys/class/net/eth0/address", "d8:3a:dd:01:02:03\n");
    put("sys/class/net/wlan0/speed", "-1\n");
    put("sys/class/net/wlan0/carrier", "0\n");
  }

  private void put(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private SystemNode read() {
    return new SystemTree(
            root,
            root,
            InstantSource.fixed(NOW),
            ZoneId.of("Europe/Berlin"),
            "1.2.3",
            SystemTreeTest::address)
        .read(facts());
  }

  private static SystemTree.Facts facts() {
    return new SystemTree.Facts(
        "BUSBAR",
        "01234567",
        Map.of("SupportLog", 35_299L),
        Instant.parse("2026-11-20T23:30:00Z"),
        NOW.minusSeconds(7200),
        List.of("Modbus RTU", "TiXML"));
  }

  private static Interfaces.@Nullable Address address(String name) {
    return name.equals("eth0") ? new Interfaces.Address("192.168.1.20", 25) : null;
  }

  private static String text(SystemNode system, String path) {
    SystemNode node = system.at(path);
    assertNotNull(node, path);
    return String.valueOf(node.text());
  }
}
