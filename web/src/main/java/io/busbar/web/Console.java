package io.busbar.web;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The appliance as the web sees it: one small interface for each group of pages. Every call may
 * come from any thread; all but those that change something answer at once from memory.
 */
public record Console(
    Access access,
    Status status,
    Values values,
    Devices devices,
    Connectors connectors,
    ConfigDocument config,
    Metrics metrics,
    Meters meters,
    Registers registers,
    Tixml tixml,
    Scans scans,
    Backups backups,
    Time time,
    Charts charts,
    Exports exports,
    Upkeep upkeep,
    Journeys journeys,
    Logs logs,
    Certificates certificates,
    CloudTrials cloudTrials,
    Sections sections,
    Setup setup,
    Demo demo,
    Reports reports,
    Wires wires) {

  /** What the appliance is and how it is. */
  public interface Status {
    /** What anybody may know. */
    @Open
    IdentityView identity();

    @Needs(Role.VIEWER)
    StatusView read();
  }

  /** What the appliance is called, and of what version its program is. */
  public record IdentityView(String name, String version) {}

  /** The clock of a machine that may have no clock chip. */
  public interface Time {
    /** Takes the time from a person, until a time service knows better. */
    @Needs(value = Role.INSTALLER, audit = "clock", shown = 1)
    Handed set(Instant time);

    /** What became of it. */
    sealed interface Handed {
      /** It is the time now. */
      record Taken(ClockView clock) implements Handed {}

      /** It cannot be the time; the sentence says why. */
      record Misfit(String sentence) implements Handed {}

      /** The appliance has the time from a better source. */
      record Needless(String sentence) implements Handed {}
    }
  }

  /** The process tree. */
  public interface Values {
    /**
     * The variables at or below a path, in the order of their paths.
     *
     * @return null when there is neither a variable nor a branch of this path
     */
    @Needs(Role.VIEWER)
    @Nullable List<ValueView> under(String path);

    /** Says that somebody watches what is at or below a path, until the watch is closed. */
    @Needs(Role.VIEWER)
    Watch watch(String path);

    /** That somebody watches values: they are read more often than those nobody looks at. */
    @FunctionalInterface
    interface Watch extends AutoCloseable {
      @Override
      void close();
    }

    /**
     * Goes up whenever any variable's value, quality or time changed, so also when a poll found the
     * same value again: its age is news. For streams that send only what is new.
     */
    @Needs(Role.VIEWER)
    long version();

    /**
     * Sets a variable and waits until its device has the value, for less than half a minute.
     *
     * @param value a Boolean, Long, Double or String
     */
    @Needs(value = Role.INSTALLER, audit = "write", shown = 2)
    Written set(String path, Object value);

    /** What became of a value that was to be set. */
    sealed interface Written {
      /** The device has it. */
      record Done(String path, Object value, String unit) implements Written {}

      /** The bus still tries, for example until a sleeping node is heard. */
      record Pending(String sentence) implements Written {}

      /** It was not set; the sentence says why and what to do. */
      record Not(Reason reason, String sentence) implements Written {}

      /** Why a value was not set. */
      enum Reason {
        /** There is no such variable. */
        UNKNOWN,
        /** It can only be read. */
        READ_ONLY,
        /** The value is of another type or out of range. */
        MISFIT,
        /** The device does not answer. */
        SILENT,
        /** The bus is down, or the device refuses. */
        FAILED
      }
    }
  }

  /** The devices of all buses. */
  public interface Devices {
    @Needs(Role.VIEWER)
    DevicesView read();

    /** Every type that a device of a bus can be given, when it can be adopted there. */
    @Needs(Role.VIEWER)
    List<String> layouts(String bus);

    /** Adds a device to the configuration, through the same door as {@link ConfigDocument}. */
    @Needs(value = Role.INSTALLER, audit = "adopt", shown = 1)
    ConfigDocument.Outcome adopt(Adoption wanted);
  }

  /** The connections to the clouds. */
  @FunctionalInterface
  public interface Connectors {
    @Needs(Role.VIEWER)
    List<ConnectorView> all();
  }

  /** The configuration as one JSON text. */
  public interface ConfigDocument {
    /** The JSON Schema that a configuration keeps; it is the same as long as the program runs. */
    @Needs(Role.VIEWER)
    String schema();

    /** The configuration in force, secrets left out, and its version for ETag. */
    @Needs(Role.VIEWER)
    Stored read();

    /**
     * Checks, saves and applies a configuration.
     *
     * @param expectedVersion the version the change was made on; null to change whatever is there
     */
    @Needs(value = Role.INSTALLER, audit = "configuration", shown = 1)
    Outcome replace(byte[] json, @Nullable String expectedVersion);

    /**
     * As {@link #replace}, but only for a while: unless somebody who can still reach the appliance
     * confirms it in time, the configuration before comes back, also when the appliance starts anew
     * meanwhile.
     *
     * @param within time to confirm
     */
    @Needs(value = Role.INSTALLER, audit = "configuration tried out", shown = 1)
    Outcome tryOut(byte[] json, @Nullable String expectedVersion, Duration within);

    /** What is in force only for a while; null when the configuration stays. */
    @Needs(Role.VIEWER)
    @Nullable Tried trial();

    /**
     * Keeps what is tried out.
     *
     * @return whether this version was being tried out
     */
    @Needs(value = Role.INSTALLER, audit = "configuration confirmed", shown = 1)
    boolean confirm(String version);

    /**
     * Brings back at once what was before the trial.
     *
     * @return whether this version was being tried out
     */
    @Needs(value = Role.INSTALLER, audit = "configuration taken back", shown = 1)
    boolean takeBack(String version);

    /**
     * A configuration that goes again unless it is confirmed.
     *
     * @param leftMs until then
     */
    record Tried(String version, long leftMs) {}

    /** A configuration with its version. */
    record Stored(String json, String version) {}

    /** What became of a new configuration. */
    sealed interface Outcome {
      /** Saved and applied. */
      record Applied(Stored now) implements Outcome {}

      /** Not saved: every fault of it. */
      record Refused(List<Fault> problems) implements Outcome {}

      /** Not saved: somebody else changed the configuration meanwhile. */
      record Outdated(String version) implements Outcome {}

      /** Good, but it cannot be written now. */
      record NotSaved(String reason) implements Outcome {}
    }

    /**
     * One fault.
     *
     * @param path JSON pointer to the place
     * @param said the message for other languages; null where there is English only
     */
    record Fault(String path, String message, @JsonIgnore @Nullable Said said) {
      /** A fault that is told in English only. */
      public Fault(String path, String message) {
        this(path, message, null);
      }

      /**
       * What the message is made of.
       *
       * @param key {@code refusal.<key>} is the sentence in the language of a page
       */
      public record Said(String key, List<String> arguments) {}
    }
  }

  /** The appliance as one file. */
  public interface Backups {
    /**
     * Writes a backup.
     *
     * @param passphrase encrypts passwords and private keys; null leaves them out
     */
    @Needs(value = Role.ADMIN, audit = "backup")
    Packed write(@Nullable String passphrase);

    /**
     * Brings a backup back, whole or not at all.
     *
     * @param passphrase that it was written with; null restores without secrets
     */
    @Needs(value = Role.ADMIN, audit = "restore", shown = 1)
    Restored restore(byte[] archive, @Nullable String passphrase);

    /** What became of a backup that was to be written. */
    sealed interface Packed {
      /** A ZIP archive. */
      record Done(ByteBuffer archive) implements Packed {}

      /** There is none, and why. */
      record Not(String sentence) implements Packed {}
    }

    /** What became of a backup that was to be brought back. */
    sealed interface Restored {
      /**
       * In force.
       *
       * @param missing what has to be entered again, in words
       */
      record Done(ConfigDocument.Stored now, List<String> missing) implements Restored {}

      /** Its configuration does not fit this program: every fault of it. */
      record Refused(List<ConfigDocument.Fault> problems) implements Restored {}

      /** It is no backup, or damaged, or locked; the sentence says what to do. */
      record Unusable(String sentence) implements Restored {}

      /** Good, but it cannot be written now. */
      record NotSaved(String reason) implements Restored {}
    }
  }

  /** Everything that can be counted, as Prometheus text. */
  public interface Metrics {
    /** The content type of what {@link #write} writes. */
    @Needs(Role.VIEWER)
    String contentType();

    @Needs(Role.VIEWER)
    void write(OutputStream out) throws IOException;
  }

  /** The language of FP gateways: commands in, answers out. */
  public interface Tixml {
    /** Carries out the commands of a text and answers in its form; may take half a minute each. */
    @Needs(Role.VIEWER)
    Reply run(Form form, String text);

    /** A variable's value, or a branch with all below it. */
    @Needs(Role.VIEWER)
    Found get(Form form, String path);

    /** How a text is written. */
    enum Form {
      TEXT,
      JSON
    }

    /**
     * An answer.
     *
     * @param understood whether the request was TiXML at all; the text says what was not
     */
    record Reply(String text, boolean understood) {}

    /** What there is of a path. */
    sealed interface Found {
      /** A variable's value, alone. */
      record Value(String text) implements Found {}

      /** A branch in the form that was asked for. */
      record Branch(String text) implements Found {}

      /** Nothing, and why. */
      record Nothing(String sentence) implements Found {}
    }
  }

  /** The types of meter that a device can be given. */
  public interface Meters {
    /** All of them, in the order of their ids. */
    @Needs(Role.VIEWER)
    List<MeterView> all();

    /**
     * Reads a device once as a type of meter, configured or not, and waits 3 s at most.
     *
     * @param unit its address on the bus
     */
    @Needs(value = Role.INSTALLER, audit = "device test")
    Trial test(String bus, int unit, String meter);

    /**
     * What came of a test.
     *
     * @param answered whether the device gave values
     * @param sentence why not, and what to do; empty when it did
     * @param request the bytes that were sent, in hex; empty when nothing was
     * @param answer the bytes that came, in hex; empty when nothing came
     * @param values what the answer means
     */
    record Trial(
        boolean answered,
        String sentence,
        String request,
        String answer,
        List<TrialValue> values) {}

    /**
     * One value of a test.
     *
     * @param value a Boolean, Long, Double or String; null when the device has none
     * @param reason why there is none; null when there is one
     */
    record TrialValue(String name, @Nullable Object value, String unit, @Nullable String reason) {}
  }

  /** The registers of devices, to be looked at one by one. */
  public interface Registers {
    /**
     * Reads registers and waits for the answer, for some seconds at most.
     *
     * @param area {@code coil}, {@code discrete}, {@code holding} or {@code input}
     * @param address the first one, counted from 0
     */
    @Needs(Role.INSTALLER)
    Page read(String bus, int unit, String area, int address, int count);

    /** What came of it. */
    sealed interface Page {
      /**
       * What the device gave.
       *
       * @param request the bytes that were sent, in hex
       * @param answer the bytes that came, in hex
       */
      record Read(String request, String answer, List<Place> registers) implements Page {}

      /** Nothing was read; the sentence says why and what to do. */
      record Not(Failure failure, String sentence) implements Page {}

      /** Why nothing was read. */
      enum Failure {
        /** There is no such bus. */
        UNKNOWN,
        /** The bus has no registers, or the request is out of range. */
        MISFIT,
        /** Too many want to read at once. */
        BUSY,
        /** The device does not answer. */
        SILENT,
        /** The bus is down, or the device refuses. */
        FAILED
      }
    }

    /**
     * One register or bit.
     *
     * @param address counted from 0
     * @param number as manuals number it, for example {@code 40001}
     * @param raw four hex digits, or 0 or 1
     * @param readings what the registers from here on mean, by type and order
     */
    record Place(int address, String number, String raw, Map<String, String> readings) {}
  }

  /**
   * One type of meter.
   *
   * @param id its word in a configuration, for example {@code eastron-sdm630}
   * @param title what people call it
   * @param own whether the user added it and it did not ship with the program
   */
  public record MeterView(String id, String title, boolean own) {}

  /** The search for devices; one at a time. */
  public interface Scans {
    /** Starts one; comes back at once. */
    @Needs(value = Role.INSTALLER, audit = "scan", shown = 1)
    Started start(ScanOrder order);

    /** The present scan or the last one; null when there was none since the start. */
    @Needs(Role.VIEWER)
    @Nullable ScanView read();

    /** Ends the present scan, if one runs; what it found stays. Null when there was none. */
    @Needs(value = Role.INSTALLER, audit = "scan end")
    @Nullable ScanView cancel();

    /** The serial ports that this machine has now, whatever runs on them. */
    @Needs(Role.VIEWER)
    List<PortView> ports();

    /** What became of an order. */
    sealed interface Started {
      /** It runs. */
      record Going(ScanView scan) implements Started {}

      /** Another one runs. */
      record Busy(ScanView scan) implements Started {}

      /** The order is not one that can be done: every fault of it. */
      record Refused(List<ConfigDocument.Fault> problems) implements Started {}
    }
  }

  /**
   * A serial port of this machine.
   *
   * @param heldBy name of the bus that runs on it; null when none does
   */
  public record PortView(String path, @Nullable String heldBy) {}

  /**
   * What is to be searched: a serial port or hosts, never both.
   *
   * @param port a serial port; null for TCP
   * @param baud baud rates, each tried with each parity
   * @param parity {@code none}, {@code even} or {@code odd}
   * @param direction who switches an RS-485 line to sending, as the configuration of a bus has it:
   *     {@code adapter}, {@code kernel}, {@code kernel-inverted} or {@code rts}
   * @param host a host, net or range; null for a serial port
   * @param units unit ids such as {@code 1-32,40}
   */
  public record ScanOrder(
      @Nullable String port,
      List<Integer> baud,
      List<String> parity,
      String direction,
      @Nullable String host,
      int tcpPort,
      String units) {}

  /**
   * How a scan goes.
   *
   * @param state {@code running}, {@code done}, {@code cancelled} or {@code failed}
   * @param reason why it failed; null unless it did
   * @param where what it searches, for people
   * @param asked how often a unit was asked so far
   * @param total of how many, at most
   * @param leftMs at most so long to go
   * @param remarks what else was noticed, such as garbage on the line
   */
  public record ScanView(
      String state,
      @Nullable String reason,
      String where,
      int asked,
      int total,
      long leftMs,
      List<FoundView> found,
      List<String> remarks) {}

  /**
   * A unit that answered a scan.
   *
   * @param place line with its settings, or host and port
   * @param answer how it answered
   * @param says what it says of itself; may be empty
   * @param sunspecModels its SunSpec models; may be empty
   * @param proposals meter types that may fit, the best reason first; may be empty
   * @param bus what a bus in the configuration needs to reach it, but its name
   * @param device ready for the devices of that bus, with the first proposal; null without one
   */
  public record FoundView(
      String place,
      int unitId,
      String answer,
      String says,
      List<Integer> sunspecModels,
      List<ProposalView> proposals,
      Map<String, Object> bus,
      @Nullable Map<String, Object> device) {}

  /** A meter type that may fit, and what speaks for it. */
  public record ProposalView(String meter, String reason) {}

  /**
   * The appliance.
   *
   * @param alarms what is wrong now, in words for the installer; empty when all is well
   */
  public record StatusView(
      String name,
      String product,
      String version,
      Instant time,
      long uptimeSeconds,
      List<BusView> buses,
      List<String> alarms,
      ClockView clock) {}

  /**
   * The appliance's clock.
   *
   * @param known whether the time is known; while it is not, it is counted on from the last known
   * @param source {@code ntp}, {@code rtc}, {@code person}, {@code machine} or {@code unknown}
   * @param sentence what is wrong with it, and what to do; null when all is well
   */
  public record ClockView(boolean known, String source, @Nullable String sentence) {}

  /**
   * One bus.
   *
   * @param state {@code running}, {@code starting}, {@code paused} or {@code down}
   * @param reason why it is down, paused or still starting, or what could make it better; null when
   *     there is nothing to say
   * @param utilisation share of its time that it spent asking of late, 0 to 1; null where nobody
   *     knows
   */
  public record BusView(
      String name,
      String type,
      String state,
      @Nullable String reason,
      int devices,
      int points,
      @Nullable Double utilisation) {}

  /**
   * All devices.
   *
   * @param heard those that are heard and not configured
   */
  public record DevicesView(List<DeviceView> devices, List<HeardView> heard) {}

  /**
   * One configured device.
   *
   * @param type register map or file layout; null when it has none
   * @param state {@code running}, {@code starting} or {@code down}
   * @param reason why it is down; null when it is not
   */
  public record DeviceView(
      String bus, String name, @Nullable String type, String state, @Nullable String reason) {}

  /**
   * A device that is heard and not configured.
   *
   * @param layouts what it may be, likeliest first
   * @param linkBudget dB of the last message
   * @param rxLevel dBm of the last message
   */
  public record HeardView(
      String bus,
      String uid,
      List<HeardFile> files,
      List<String> layouts,
      int linkBudget,
      int rxLevel,
      Instant lastSeen,
      long messages) {}

  /** A file that came of it: id, and how many bytes. */
  public record HeardFile(int file, int length) {}

  /** A device as it is to be configured. */
  public record Adoption(String bus, String name, String uid, String layout) {}

  /**
   * One variable.
   *
   * @param value a Boolean, Long, Double or String; null when there never was one
   * @param quality {@code GOOD}, {@code UNCERTAIN} or {@code BAD}
   * @param time when the value was on the wire; null when there never was one
   * @param timeKnown whether that time is known; while the clock is not set it is only counted
   * @param ageMs how long ago that was by a clock that never jumps; null when there never was one
   * @param reason why the quality is not GOOD; null when it is
   * @param source where the value comes from, for people
   * @param type {@code bool}, {@code int}, {@code real} or {@code text}
   * @param writable whether it can be set
   */
  public record ValueView(
      String path,
      @Nullable Object value,
      String unit,
      String quality,
      @Nullable Instant time,
      boolean timeKnown,
      @Nullable Long ageMs,
      @Nullable String reason,
      String source,
      String type,
      boolean writable) {
    /** The same with its reason in other words. */
    ValueView because(String words) {
      return new ValueView(
          path, value, unit, quality, time, timeKnown, ageMs, words, source, type, writable);
    }
  }

  /**
   * One connection to a cloud.
   *
   * @param state {@code connected}, {@code connecting}, {@code waiting} or {@code disabled}
   * @param reason the last failure in words, with what to do; null when there is none
   * @param lastAcknowledged when the cloud last took something; null when it never did
   */
  public record ConnectorView(
      String name,
      String type,
      String broker,
      String state,
      @Nullable String reason,
      @Nullable Instant lastAcknowledged,
      BacklogView backlog) {}

  /**
   * What a test of a connection came to.
   *
   * @param accepted whether a message went all the way
   */
  public record TestView(boolean accepted, List<StageView> stages) {}

  /**
   * One stage of a test.
   *
   * @param number its place, from 1
   * @param stage {@code name}, {@code tcp}, {@code tls}, {@code client-certificate}, {@code
   *     connect}, {@code subscribe}, {@code publish} or {@code accepted}
   * @param result {@code passed}, {@code failed}, {@code skipped} or {@code not-reached}; while the
   *     test runs {@code running} and {@code waiting}, too
   * @param sentence what was found, and what to do about it
   * @param error which failure it is, to be read out on the phone; 0 without one
   */
  public record StageView(int number, String stage, String result, String sentence, int error) {}

  /**
   * What waits for a cloud, in Sends.
   *
   * @param waiting not yet acknowledged, in memory and on disk
   * @param stored of these, safely on disk
   * @param bytes that these take of the disk
   * @param budgetBytes that all connections together may take of it
   * @param oldest time of the oldest that waits; null when none does
   * @param dropped given up by policy since the connector was added
   * @param droppedFrom time of the earliest of them; null when none is known
   * @param droppedTo time of the latest of them; null when none is known
   * @param drainRate Sends that the cloud takes out of what is on disk in a second
   * @param emptyInSeconds until nothing is on disk any more if it goes on like that; null when it
   *     does not become less or there is nothing
   */
  public record BacklogView(
      long waiting,
      long stored,
      long bytes,
      long budgetBytes,
      @Nullable Instant oldest,
      long acknowledged,
      long dropped,
      @Nullable Instant droppedFrom,
      @Nullable Instant droppedTo,
      double drainRate,
      @Nullable Long emptyInSeconds) {}
}
