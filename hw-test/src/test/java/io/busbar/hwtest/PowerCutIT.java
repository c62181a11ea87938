package io.busbar.hwtest;

import io.busbar.hwtest.peer.LoopDisk;
import io.busbar.hwtest.peer.NeedsPeer;
import io.busbar.hwtest.peer.Peer;
import java.nio.file.Files;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Power cuts: the data folder is an ext4 disk of its own, which from one moment on takes nothing
 * more. {@code -Ddeaths=N} cuts more often, {@code -Dseed=N} repeats a run.
 */
@NeedsPeer({Peer.XFS_IO, Peer.MKFS_EXT4})
class PowerCutIT {
  private static final int CUTS = Integer.getInteger("deaths", 5);
  private static final long SHORTEST_LIFE_MS = 2500;
  private static final int LONGER_MS = 2000;

  @RegisterExtension final Cabinet cabinet = new Cabinet();

  @Test
  void inTheMiddleOfAnOutageNothingThatWasStoredIsLost() throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("  -Dseed=" + seed);
    Random random = new Random(seed);
    Files.createDirectories(cabinet.data());
    LoopDisk disk = cabinet.add(LoopDisk.on(cabinet.folder(), cabinet.data(), 64));
    Deaths deaths = new Deaths(cabinet);
    ApplianceProcess appliance = cabinet.appliance(deaths.config());
    for (int cut = 0; cut < CUTS; cut++) {
      TimeUnit.MILLISECONDS.sleep(SHORTEST_LIFE_MS + random.nextInt(LONGER_MS));
      long stopped = System.nanoTime();
      // Stopped first: what it writes while the disk goes away says nothing about a real cut.
      appliance.signal("STOP");
      TimeUnit.MILLISECONDS.sleep(100);
      disk.cut();
      appliance.kill();
      deaths.died(stopped);
      disk.again();
      appliance = cabinet.restart();
    }
    deaths.outageEnds();
    deaths.nothingIsLost();
  }
}
