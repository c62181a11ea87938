package io.busbar.web;

import io.busbar.web.Certificates.CertificateView;
import io.busbar.web.Console.ClockView;
import io.busbar.web.Console.StatusView;
import io.busbar.web.Upkeep.Machine;
import io.busbar.web.Upkeep.Storage;
import io.busbar.web.pages.Forms;
import io.busbar.web.pages.Moment;
import io.busbar.web.pages.SystemPage;
import io.busbar.web.pages.SystemPage.Fact;
import io.busbar.web.pages.SystemPage.Room;
import io.busbar.web.pages.Texts;
import io.busbar.web.pages.View;
import java.text.NumberFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts what the appliance says of itself into the words of the system page. */
final class SystemReader {
  private static final DateTimeFormatter FIELD =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);

  /** Beyond it a Pi slows down. */
  private static final double HOT = 80;

  private static final int TIGHT = 90;
  private static final int NOW = 0xf;
  private static final int SINCE_START = 0xf0000;

  private final Console console;
  private final View view;
  private final Texts texts;
  private final StatusView status;

  SystemReader(Console console, View view) {
    this.console = console;
    this.view = view;
    this.texts = view.texts();
    this.status = console.status().read();
  }

  SystemPage page(@Nullable String fault, @Nullable String done) {
    Machine machine = console.upkeep().machine();
    ClockView clock = status.clock();
    return new SystemPage(
        identity(machine),
        machine(machine),
        texts.get(clock.known() ? "system.clock.known" : "system.clock.unknown")
            + " · "
            + texts.get("clock." + clock.source()),
        clock.known() ? "good" : "bad",
        texts.reasonOrNull(clock.sentence()),
        new Moment(status.time()),
        FIELD.format(status.time()),
        room(console.upkeep().storage()),
        console.certificates().all().stream()
            .filter(one -> !one.kind().equals("key"))
            .map(this::certificate)
            .toList(),
        saved(),
        parts(),
        texts.reasonOrNull(fault),
        done);
  }

  private List<Fact> identity(Machine machine) {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact(texts.get("system.name"), status.name()));
    facts.add(new Fact(texts.get("system.product"), status.product()));
    add(facts, "system.serial", machine.serialNumber());
    facts.add(new Fact(texts.get("system.version"), status.version()));
    facts.add(new Fact("Java", machine.java()));
    add(facts, "system.linux", machine.distribution());
    add(facts, "system.up", new Forms(texts).age(status.uptimeSeconds() * 1000));
    return facts;
  }

  private List<Fact> machine(Machine machine) {
    List<Fact> facts = new ArrayList<>();
    add(facts, "system.model", machine.model());
    Double temperature = machine.temperature();
    if (temperature != null) {
      String text = number(temperature.toString()) + " °C";
      facts.add(
          new Fact(texts.get("system.temperature"), text, temperature >= HOT ? "bad" : "good"));
    }
    facts.add(power(machine.throttled()));
    if (machine.load() != null && machine.cores() != null) {
      facts.add(
          new Fact(
              texts.get("system.load"),
              texts.get("system.load.of", number(machine.load()), machine.cores())));
    }
    Long all = machine.memoryBytes();
    Long free = machine.freeMemoryBytes();
    if (all != null && free != null) {
      facts.add(
          new Fact(texts.get("system.memory"), texts.get("system.free.of", size(free), size(all))));
    }
    return facts;
  }

  /** What the firmware of a Pi says of its supply and its heat. */
  private Fact power(@Nullable String flags) {
    String title = texts.get("system.power");
    if (flags == null || !flags.matches("(0x)?[0-9A-Fa-f]{1,8}")) {
      return new Fact(title, texts.get("system.power.untold"), "off");
    }
    long bits = Long.parseLong(flags.replaceFirst("^0x", ""), 16);
    if ((bits & NOW) != 0) {
      String text = texts.get((bits & 1) != 0 ? "system.power.low" : "system.power.throttled");
      return new Fact(title, text, "bad");
    }
    return (bits & SINCE_START) != 0
        ? new Fact(title, texts.get("system.power.was"), "wait")
        : new Fact(title, texts.get("system.power.good"), "good");
  }

  private void add(List<Fact> facts, String title, @Nullable String text) {
    if (text != null && !text.isEmpty()) {
      facts.add(new Fact(texts.get(title), text));
    }
  }

  private List<Room> room(Storage storage) {
    long used = storage.disk() - storage.free();
    String disk =
        storage.fileSystem() == null
            ? texts.get("system.disk")
            : texts.get("system.disk") + " (" + storage.fileSystem() + ")";
    List<Room> room = new ArrayList<>();
    room.add(bounded(disk, used, storage.disk()));
    room.add(bounded(texts.get("system.outbox"), storage.outbox(), storage.outboxBudget()));
    room.add(bounded(texts.get("system.history"), storage.history(), storage.historyBudget()));
    room.add(new Room(texts.get("system.logs"), size(storage.logs()), null, ""));
    boolean ballast = storage.ballast() > 0;
    room.add(
        new Room(
            texts.get("system.ballast"),
            ballast ? size(storage.ballast()) : texts.get("system.ballast.gone"),
            null,
            ballast ? "" : "wait"));
    return room;
  }

  private Room bounded(String title, long used, long most) {
    int percent = most <= 0 ? 0 : (int) Math.min(100, used * 100 / most);
    return new Room(
        title,
        texts.get("system.used.of", size(used), size(most)),
        percent,
        percent >= TIGHT ? "wait" : "good");
  }

  private SystemPage.Certificate certificate(CertificateView one) {
    Instant until = one.notAfter();
    String word = texts.get("certificate.state." + one.state());
    boolean runs = one.state().equals("valid") || one.state().equals("soon");
    return new SystemPage.Certificate(
        one.file(),
        one.usedBy().isEmpty()
            ? texts.get("system.cert.unused")
            : texts.get("certificate.users", String.join(", ", one.usedBy())),
        one.subject(),
        until == null ? null : new Moment(until),
        switch (one.state()) {
          case "valid" -> "good";
          case "soon" -> "wait";
          default -> "bad";
        },
        until == null || !runs
            ? word
            : word
                + " · "
                + texts.get("system.cert.days", Duration.between(status.time(), until).toDays()));
  }

  private List<SystemPage.Saved> saved() {
    return view.roles().contains("ADMIN")
        ? console.upkeep().saved().stream()
            .map(one -> new SystemPage.Saved(one.name(), new Moment(one.time()), size(one.bytes())))
            .toList()
        : List.of();
  }

  private List<SystemPage.Part> parts() {
    return view.mayChange()
        ? new Diagnostics(console)
            .parts().stream()
                .map(part ->
                    new SystemPage.Part(
                        part.name(), texts.get("part." + part.kind()), size(part.bytes())))
                .toList()
        : List.of();
  }

  /** With one decimal. */
  private String number(String plain) {
    NumberFormat format = NumberFormat.getInstance(texts.locale());
    format.setMinimumFractionDigits(1);
    format.setMaximumFractionDigits(1);
    return format.format(Double.parseDouble(plain));
  }

  /** Bytes in the largest unit that leaves a whole number before the point. */
  private String size(long bytes) {
    String[] units = {"B", "kB", "MB", "GB", "TB"};
    double left = bytes;
    int unit = 0;
    while (left >= 1000 && unit < units.length - 1) {
      left /= 1000;
      unit++;
    }
    NumberFormat format = NumberFormat.getInstance(texts.locale());
    format.setMaximumFractionDigits(unit > 0 && left < 10 ? 1 : 0);
    return format.format(left) + " " + units[unit];
  }
}
