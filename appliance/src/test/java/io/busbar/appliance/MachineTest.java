package io.busbar.appliance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.appliance.cloud.Host.Bearer;
import io.busbar.appliance.cloud.Host.Fact;
import io.busbar.drivers.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MachineTest {
  @TempDir private Path root;

  @Test
  void tellsWhatTheDefaultRouteGoesOver() throws Exception {
    Machine machine = new Machine(() -> "1", root);
    assertNull(machine.bearer());
    write("proc/net/route", "Iface Destination Gateway\neth0 0001A8C0 0\neth0 00000000 0101A8C0\n");
    assertEquals(new Bearer(41, null), machine.bearer());
    write("proc/net/route", "Iface Destination Gateway\nwwan0 00000000 0101A8C0\n");
    assertEquals(new Bearer(6, null), machine.bearer());
    write("proc/net/route", "Iface Destination Gateway\nwlan0 00000000 0101A8C0\n");
    Files.createDirectories(root.resolve("sys/class/net/wlan0/wireless"));
    assertEquals(new Bearer(21, null), machine.bearer());
    write("proc/net/wireless", "Inter-| sta|\n face | tus\n wlan0: 0000   35.  -75.  -256\n");
    assertEquals(new Bearer(21, 0.5), machine.bearer());
  }

  @Test
  void tellsTheShareOfTheProcessorSinceTheLastLook() throws Exception {
    Machine machine = new Machine(() -> "1", root);
    write("proc/stat", "cpu  10 0 10 70 10 0\ncpu0 10 0 10 70 10 0\n");
    assertEquals(new Value.Real(20), machine.facts().get(Fact.CPU_USED_PERCENT));
    write("proc/stat", "cpu  60 0 10 110 20 0\n");
    assertEquals(new Value.Real(50), machine.facts().get(Fact.CPU_USED_PERCENT));
    assertNull(machine.facts().get(Fact.CPU_USED_PERCENT), "no time has gone by");
  }

  @Test
  void tellsMemoryInBytesAndLeavesOutWhatItDoesNotKnow() throws Exception {
    Machine machine = new Machine(() -> "1", root);
    assertFalse(machine.facts().containsKey(Fact.MEMORY_TOTAL));
    write("proc/meminfo", "MemTotal:  1000 kB\nMemFree:  100 kB\nMemAvailable:  250 kB\n");
    assertEquals(new Value.Int(768_000), machine.facts().get(Fact.MEMORY_USED));
    assertEquals(new Value.Real(25), machine.facts().get(Fact.MEMORY_FREE_PERCENT));
  }

  @Test
  void readsTheMachineItRunsOn() {
    assertTrue(
        new Machine(() -> "1", Path.of("/"))
            .facts()
            .keySet()
            .containsAll(
                java.util.List.of(Fact.CPU_CORES, Fact.MEMORY_TOTAL, Fact.STORAGE_USED_PERCENT)));
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
