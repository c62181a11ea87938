package io.busbar.appliance;

import io.busbar.appliance.cloud.Host;
import io.busbar.appliance.system.RootFiles;
import io.busbar.drivers.Value;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The Linux machine that this program runs on, as {@code /proc} and {@code /sys} tell of it. */
final class Machine implements Host {
  private static final int LTE = 6;
  private static final int WLAN = 21;
  private static final int ETHERNET = 41;
  private static final double BEST_LINK_QUALITY = 70;
  private static final Pattern MOBILE = Pattern.compile("(wwan|ppp|wwp|rmnet).*");
  private static final Pattern SPACE = Pattern.compile("\\s+");

  private final Supplier<String> version;
  private final Path root;
  private final RootFiles files;
  private long busyBefore;
  private long allBefore;

  /**
   * A machine.
   *
   * @param version of the program
   * @param root where its file system begins
   */
  Machine(Supplier<String> version, Path root) {
    this.version = version;
    this.root = root;
    this.files = new RootFiles(root);
  }

  @Override
  public String version() {
    return version.get();
  }

  /** That of the default route, see proc_net(5). */
  @Override
  public @Nullable Bearer bearer() {
    for (String line : files.lines("proc/net/route")) {
      String[] words = SPACE.split(line.strip());
      if (words.length > 1 && words[1].equals("00000000")) {
        return bearer(words[0]);
      }
    }
    return null;
  }

  private Bearer bearer(String card) {
    if (Files.exists(root.resolve("sys/class/net").resolve(card).resolve("wireless"))) {
      return new Bearer(WLAN, linkQuality(card));
    }
    return new Bearer(MOBILE.matcher(card).matches() ? LTE : ETHERNET, null);
  }

  private @Nullable Double linkQuality(String card) {
    for (String line : files.lines("proc/net/wireless")) {
      String[] words = SPACE.split(line.strip());
      if (words.length > 2 && words[0].equals(card + ":")) {
        double quality = number(words[2]) / BEST_LINK_QUALITY;
        return Math.clamp(quality, 0, 1);
      }
    }
    return null;
  }

  @Override
  public synchronized Map<Fact, Value> facts() {
    Map<Fact, Value> facts = new EnumMap<>(Fact.class);
    facts.put(Fact.CPU_CORES, new Value.Int(Runtime.getRuntime().availableProcessors()));
    facts.put(Fact.CPU_ARCHITECTURE, new Value.Text(System.getProperty("os.arch", "")));
    for (String line : files.lines("proc/cpuinfo")) {
      if (line.startsWith("model name") || line.startsWith("Model")) {
        facts.put(Fact.CPU_MODEL, new Value.Text(line.substring(line.indexOf(':') + 1).strip()));
      }
    }
    cpu(facts);
    memory(facts);
    storage(facts);
    return facts;
  }

  /** The share since the last look; since the start at the first. */
  private void cpu(Map<Fact, Value> facts) {
    for (String line : files.lines("proc/stat")) {
      String[] words = SPACE.split(line);
      if (words[0].equals("cpu") && words.length > 5) {
        long all = 0;
        for (int i = 1; i < words.length; i++) {
          all += (long) number(words[i]);
        }
        long busy = all - (long) number(words[4]) - (long) number(words[5]);
        if (all > allBefore) {
          facts.put(Fact.CPU_USED_PERCENT, percent(busy - busyBefore, all - allBefore));
        }
        busyBefore = busy;
        allBefore = all;
      }
    }
  }

  private void memory(Map<Fact, Value> facts) {
    Long total = files.memory("MemTotal");
    Long free = files.memory("MemAvailable");
    if (total != null && total > 0 && free != null) {
      facts.put(Fact.MEMORY_TOTAL, new Value.Int(total));
      facts.put(Fact.MEMORY_FREE, new Value.Int(free));
      facts.put(Fact.MEMORY_USED, new Value.Int(total - free));
      facts.put(Fact.MEMORY_FREE_PERCENT, percent(free, total));
    }
  }

  private void storage(Map<Fact, Value> facts) {
    try {
      FileStore store = Files.getFileStore(root);
      long total = store.getTotalSpace();
      long free = store.getUsableSpace();
      if (total > 0) {
        facts.put(Fact.STORAGE_TOTAL, new Value.Int(total));
        facts.put(Fact.STORAGE_FREE, new Value.Int(free));
        facts.put(Fact.STORAGE_USED, new Value.Int(total - free));
        facts.put(Fact.STORAGE_USED_PERCENT, percent(total - free, total));
      }
    } catch (IOException e) {
      // Nothing is known of it, so nothing is told.
    }
  }

  private static Value percent(long part, long whole) {
    return new Value.Real(Math.round(1000.0 * part / whole) / 10.0);
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
