package io.busbar.appliance.system;

import io.busbar.appliance.system.SystemNode.Branch;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what this machine is and how it is now. Each call reads anew; nothing is polled. */
public final class SystemTree {
  private static final DateTimeFormatter RFC822 = format("EEE, dd MMM yy HH:mm:ss Z");
  private static final String BLOCKS = "sys/class/block";
  private static final long SECTOR = 512;

  private final RootFiles files;
  private final Interfaces interfaces;
  private final Path data;
  private final InstantSource clock;
  private final ZoneId zone;
  private final String version;

  /**
   * What the appliance knows better than its machine.
   *
   * @param logs how many records each log ever had
   * @param built when the program was made
   * @param poweredOff when the machine ran last before it was switched on; null when not known
   * @param features what the program can speak
   */
  public record Facts(
      String product,
      String serialNumber,
      Map<String, Long> logs,
      Instant built,
      @Nullable Instant poweredOff,
      List<String> features) {
    public Facts {
      features = List.copyOf(features);
    }
  }

  /**
   * The machine that this program runs on.
   *
   * @param data the data folder, whose file system is told of
   * @param version of the program
   */
  public static SystemTree ofThisMachine(Path data, InstantSource clock, String version) {
    return new SystemTree(
        Path.of("/"), data, clock, ZoneId.systemDefault(), version, Interfaces::ofThisMachine);
  }

  /**
   * @param root where proc, sys and etc are
   */
  SystemTree(
      Path root,
      Path data,
      InstantSource clock,
      ZoneId zone,
      String version,
      Function<String, Interfaces.@Nullable Address> addresses) {
    this.files = new RootFiles(root);
    this.interfaces = new Interfaces(files, addresses);
    this.data = data;
    this.clock = clock;
    this.zone = zone;
    this.version = version;
  }

  /** The whole answer but the process tree, under the name {@code SYSTEM}. */
  public SystemNode read(Facts facts) {
    Branch modules = modules().leaf("Modem0", facts.product()); // Section 2.1.1 asks it there.
    Branch logs = new Branch();
    facts.logs().forEach(logs::leaf);
    Branch system =
        new Branch()
            .branch("Hardware", hardware(modules))
            .branch(
                "Firmware",
                new Branch()
                    .leaf("Version", version)
                    .leaf("Date", format("yyyy-MM-dd HH:mm:ss").format(facts.built().atZone(zone))))
            .branch("Linux", linux())
            .branch("LicenseRef", license(facts))
            .branch("LogCounter", logs)
            .branch("TIMES", times(facts.poweredOff()));
    interfaces.addTo(system);
    // The manual's sections name a position there; this machine has no receiver.
    Branch nothing = new Branch();
    system.branch("GNSS", new Branch().branch("Latitude", nothing).branch("Longitude", nothing));
    File disk = data.toFile();
    system
        .leaf("FreeFileSize", disk.getUsableSpace())
        .leaf("FreeRAMSize", files.memory("MemAvailable"))
        .leaf("PNP_String", facts.product())
        .leaf("FeatureList", String.join(", ", facts.features()))
        .leaf("SerialNo", facts.serialNumber())
        .leaf("HardwareID", files.text("proc/device-tree/model"))
        .leaf(
            "Components",
            modules.children().stream()
                .map(module -> module.name() + "=" + module.text())
                .collect(Collectors.joining(";")));
    return SystemNode.branch("SYSTEM", system.children());
  }

  private Branch hardware(Branch modules) {
    return new Branch()
        .branch("Modules", modules)
        .branch("CPU", processor())
        .branch("RAM", new Branch().leaf("Size", files.memory("MemTotal")))
        .branch("ROM", new Branch().leaf("Size", flashBytes()))
        .branch(
            "FileSystem",
            new Branch().leaf("Size", data.toFile().getTotalSpace()).leaf("Type", dataType()));
  }

  private Branch processor() {
    Long milliCelsius = files.number("sys/class/thermal/thermal_zone0/temp");
    String load = files.text("proc/loadavg");
    long cores =
        files.lines("proc/cpuinfo").stream().filter(l -> l.startsWith("processor")).count();
    return new Branch()
        .leaf("Cores", cores == 0 ? null : cores)
        .leaf("Load", load == null ? null : load.split(" ")[0])
        .leaf("Temperature", milliCelsius == null ? null : milliCelsius / 1000.0)
        // In hex; bit 0 is under-voltage now, bit 16 since the start.
        .leaf("Throttled", files.text("sys/devices/platform/soc/soc:firmware/get_throttled"));
  }

  private Branch modules() {
    Branch modules = new Branch().leaf("RTC", files.text("sys/class/rtc/rtc0/name"));
    Long flash = flashBytes();
    modules.leaf("FlashOnboard", flash == null ? null : Math.round(flash / 1e9) + "GB");
    List<String> ports =
        files.names("sys/class/tty").stream()
            .filter(port -> port.matches("tty(AMA|ACM|USB)[0-9]+"))
            .toList();
    for (int i = 0; i < ports.size(); i++) {
      modules.leaf("COM" + (i + 1), ports.get(i));
    }
    List<String> wired = interfaces.named("e(th|n)[a-z0-9]+");
    for (int i = 0; i < wired.size(); i++) {
      modules.leaf("ETH" + (i + 1), wired.get(i));
    }
    return modules;
  }

  private Branch linux() {
    return new Branch()
        .leaf("SystemInfo", files.text("proc/version"))
        .leaf("Distribution", files.after("etc/os-release", "PRETTY_NAME", "="));
  }

  private Branch license(Facts facts) {
    return new Branch()
        .leaf("HW_Rev", files.after("proc/cpuinfo", "Revision", ":"))
        .leaf("ProdName", facts.product());
  }

  /** The manual's forms. HEXDATE counts the seconds of local time, as the manual's example does. */
  private Branch times(@Nullable Instant poweredOff) {
    ZonedDateTime now = clock.instant().atZone(zone);
    long local = now.toLocalDateTime().toEpochSecond(ZoneOffset.UTC);
    return new Branch()
        .leaf("TIME", format("HH:mm:ss").format(now))
        .leaf("DATE", format("yyyy/MM/dd").format(now))
        .leaf("RFC822DATE", RFC822.format(now))
        .leaf(
            "ISO8601DATE",
            format("yyyy-MM-dd'T'HH:mm:ss'Z'").format(now.withZoneSameInstant(ZoneOffset.UTC)))
        .leaf("PowerOffTime", poweredOff == null ? null : moment(poweredOff))
        .leaf("PowerOnTime", powerOn())
        .leaf("DAYOFWEEK", format("EEE").format(now))
        .leaf("DAYOFWEEKNO", now.getDayOfWeek().getValue() % 7)
        .leaf("YYYY_MM_DD", format("yyyy_MM_dd").format(now))
        .leaf("HH_MM_SS", format("HH_mm_ss").format(now))
        .leaf("HEXDATE", "%08X".formatted(local))
        .leaf("YYMM", format("yyMM").format(now));
  }

  private @Nullable String powerOn() {
    String uptime = files.text("proc/uptime");
    if (uptime == null || !uptime.matches("[0-9]{1,12}\\.[0-9]+ .*")) {
      return null;
    }
    long seconds = Long.parseLong(uptime.substring(0, uptime.indexOf('.')));
    return moment(clock.instant().minus(Duration.ofSeconds(seconds)));
  }

  private String moment(Instant time) {
    return format("yyyy/MM/dd,HH:mm:ss").format(time.atZone(zone));
  }

  private static DateTimeFormatter format(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
  }

  /** The SD card, eMMC or disk that is there first. */
  private @Nullable Long flashBytes() {
    return files.names(BLOCKS).stream()
        .filter(name -> name.matches("mmcblk[0-9]+|nvme[0-9]+n[0-9]+|[sv]d[a-z]"))
        .map(name -> files.number(BLOCKS + "/" + name + "/size"))
        .filter(sectors -> sectors != null && sectors > 0)
        .findFirst()
        .map(sectors -> sectors * SECTOR)
        .orElse(null);
  }

  /** The type of the file system that holds the data: the mount with the longest way to it. */
  private @Nullable String dataType() {
    String folder = data.toAbsolutePath().normalize().toString();
    String type = null;
    int longest = -1;
    for (String line : files.lines("proc/mounts")) {
      String[] columns = line.split(" ");
      String place = columns.length > 2 ? columns[1] : "?";
      boolean holds =
          folder.equals(place) || folder.startsWith(place.equals("/") ? "/" : place + "/");
      if (holds && place.length() > longest) {
        longest = place.length();
        type = columns[2];
      }
    }
    return type;
  }
}
