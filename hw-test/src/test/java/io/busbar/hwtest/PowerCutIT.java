package io.busbar.hwtest;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.busbar.hwtest.peer.LoopDisk;
import io.busbar.hwtest.peer.NeedsPeer;
import io.busbar.hwtest.peer.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Power cuts: the data folder is an ext4 disk of its own, which from one moment on takes nothing
 * more; scenarios of docs/fault-programme.md. {@code -Ddeaths=N} cuts more often,
 * {@code -Dseed=N} repeats a run.
 */
@NeedsPeer({Peer.XFS_IO, Peer.MKFS_EXT4})
class PowerCutIT {
  private static final int CUTS = Integer.getInteger("deaths", 5);
  private static final int RANDOM_CUTS = Integer.getInteger("deaths", 3);
  private static final long SHORTEST_LIFE_MS = 2500;
  private static final int LONGER_MS = 2000;

  @RegisterExtension final Cabinet cabinet = new Cabinet();

  @Test
  void inTheMiddleOfAnOutageNothingThatWasStoredIsLost() throws Exception {
    // Stopped first: what it writes while the disk goes away says nothing about a real cut.
    cut(
        CUTS,
        new Deaths(cabinet),
        appliance -> {
          appliance.signal("STOP");
          TimeUnit.MILLISECONDS.sleep(100);
        });
  }

  @Test
  void inTheMiddleOfAWriteAtMostTheLastCommitIsLost() throws Exception {
    cut(RANDOM_CUTS, new Deaths(cabinet, 1), appliance -> {});
  }

  private interface Before {
    void cut(ApplianceProcess appliance) throws IOException, InterruptedException;
  }

  private void cut(int cuts, Deaths deaths, Before before) throws Exception {
    Random random = Deaths.seeded();
    Files.createDirectories(cabinet.data());
    LoopDisk disk = cabinet.add(LoopDisk.on(cabinet.folder(), cabinet.data(), 64));
    ApplianceProcess appliance = cabinet.appliance(deaths.config());
    for (int cut = 0; cut < cuts; cut++) {
      TimeUnit.MILLISECONDS.sleep(SHORTEST_LIFE_MS + random.nextInt(LONGER_MS));
      long stopped = System.nanoTime();
      before.cut(appliance);
      disk.cut();
      appliance.kill();
      deaths.died(stopped);
      disk.again();
      appliance = cabinet.restart();
      String alarms = appliance.api().get("/api/v1/status").path("alarms").toString();
      assertFalse(alarms.contains("damaged"), alarms);
    }
    deaths.outageEnds();
    deaths.nothingIsLost();
  }
}
