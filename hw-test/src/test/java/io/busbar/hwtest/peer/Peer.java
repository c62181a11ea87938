package io.busbar.hwtest.peer;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program of somebody else, with the Debian package that has it. */
public enum Peer {
  MOSQUITTO("mosquitto", "mosquitto"),
  MOSQUITTO_SUB("mosquitto_sub", "mosquitto-clients"),
  SOCAT("socat", "socat"),
  FLOCK("flock", "util-linux"),
  STRACE("strace", "strace"),
  XFS_IO("xfs_io", "xfsprogs") {
    @Override
    boolean works() {
      // It cuts the power of a disk that only root can mount.
      return super.works() && isRoot();
    }
  },
  MKFS_EXT4("mkfs.ext4", "e2fsprogs"),
  IP("ip", "iproute2") {
    @Override
    boolean works() {
      return super.works() && isRoot();
    }
  },
  UNSHARE("unshare", "util-linux") {
    @Override
    boolean works() {
      return super.works() && isRoot();
    }
  },
  FAKETIME("faketime", "faketime"),
  PYMODBUS("/usr/bin/python3", "python3-pymodbus python3-serial python3-serial-asyncio") {
    @Override
    boolean works() {
      return succeeds(program(), "-c", "import pymodbus.server, serial_asyncio");
    }
  },
  LIBMODBUS("cc", "libmodbus-dev gcc libc6-dev pkg-config") {
    @Override
    boolean works() {
      return super.works() && succeeds("pkg-config", "--exists", "libmodbus");
    }
  };

  private final String name;
  private final String packages;

  Peer(String name, String packages) {
    this.name = name;
    this.packages = packages;
  }

  /** The program's full path; its name when it is not here. */
  public String program() {
    if (name.startsWith("/")) {
      return name;
    }
    // Debian keeps servers in folders that a user's PATH may not have.
    String path = System.getenv("PATH") + File.pathSeparator + "/usr/sbin:/usr/local/sbin";
    return Stream.of(path.split(File.pathSeparator))
        .map(folder -> Path.of(folder).resolve(name))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst()
        .orElse(name);
  }

  /** The Debian packages to install. */
  public String packages() {
    return packages;
  }

  boolean works() {
    return Files.isExecutable(Path.of(program()));
  }

  /** Networks, mounts and disks of one's own are for root. */
  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  static boolean succeeds(String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (process.waitFor(30, TimeUnit.SECONDS)) {
        return process.exitValue() == 0;
      }
      process.destroyForcibly();
      return false;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
