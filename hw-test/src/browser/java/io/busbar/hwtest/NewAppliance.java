package io.busbar.hwtest;

import io.busbar.hwtest.ApplianceProcess.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The packaged appliance as it comes out of the box: nobody has it and nothing is configured. */
final class NewAppliance implements AutoCloseable {
  private final Path folder;
  private final Surroundings where;
  private final String address;
  private ApplianceProcess process;

  NewAppliance() throws IOException, InterruptedException {
    this("127.0.0.1", Surroundings.HERE);
  }

  /**
   * @param host where its page is, as it and the browser see it
   */
  NewAppliance(String host, Surroundings where) throws IOException, InterruptedException {
    Path all = Path.of(System.getProperty("basedir", "."), "target/cabinets").toAbsolutePath();
    Files.createDirectories(all);
    this.folder = Files.createTempDirectory(all, "new-");
    Files.createDirectories(folder.resolve("data"));
    this.where = where;
    this.address = host + ":" + Ports.free(0);
    this.process = start();
  }

  private ApplianceProcess start() throws IOException, InterruptedException {
    return ApplianceProcess.startNew(
            Cabinet.DISTRIBUTION, folder.resolve("data"), address, folder.resolve("log"), where)
        .ready(Cabinet.SOON);
  }

  /** Where its pages are. */
  String address() {
    return process.address();
  }

  /** kill -9, and then it is switched on again. */
  void dieAndStart() throws IOException, InterruptedException {
    process.kill();
    process.close();
    process = start();
  }

  @Override
  public void close() {
    process.close();
  }
}
