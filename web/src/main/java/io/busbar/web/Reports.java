package io.busbar.web;

import io.busbar.web.Console.ClockView;
import io.busbar.web.Console.ValueView;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The commissioning report: what was put into service, and how it is now. */
public interface Reports {
  /** The appliance as it is at this moment. */
  @Needs(Role.INSTALLER)
  ReportView read();

  /**
   * The report.
   *
   * @param made when, in the appliance's time
   * @param certificates of the connections to clouds; empty when they have none
   * @param warnings what is still open; empty when nothing is
   */
  record ReportView(
      Instant made,
      Identity identity,
      ClockView clock,
      List<BusReport> buses,
      List<CloudReport> clouds,
      List<UserReport> users,
      List<CertificateReport> certificates,
      List<Warning> warnings) {}

  /**
   * What the appliance is.
   *
   * @param place where it stands; null when nobody said
   * @param java version of the Java that runs it
   * @param system name and version of the operating system
   */
  record Identity(
      String name,
      @Nullable String place,
      String serialNumber,
      String product,
      String version,
      String java,
      String system) {}

  /**
   * One bus.
   *
   * @param simulated whether its devices are not there
   * @param reason as in {@link Console.BusView}
   */
  record BusReport(
      String name,
      String type,
      boolean simulated,
      String state,
      @Nullable String reason,
      List<DeviceReport> devices) {}

  /**
   * One device.
   *
   * @param type register map or file layout; null when it has none
   * @param sample a value of it, with quality and age; null when it offers none
   */
  record DeviceReport(
      String name,
      @Nullable String type,
      String state,
      @Nullable String reason,
      @Nullable ValueView sample) {}

  /**
   * One connection to a cloud.
   *
   * @param test the last test; null when there was none since the start
   */
  record CloudReport(
      String name,
      String type,
      String broker,
      String state,
      @Nullable String reason,
      @Nullable Instant lastAcknowledged,
      long waiting,
      @Nullable TestReport test) {}

  /**
   * The last test of a connection.
   *
   * @param accepted whether a message went all the way
   * @param sentence what the last stage found
   */
  record TestReport(Instant time, boolean accepted, String sentence) {}

  /** Somebody who may log in. */
  record UserReport(String name, String role) {}

  /**
   * One certificate.
   *
   * @param use {@code caFile}, {@code certFile} or {@code fingerprint}: the broker's pinned one
   * @param subject of the certificate; null when there is only its fingerprint
   * @param sha256 its fingerprint; null when the file cannot be read
   * @param validTo null when there is only its fingerprint
   * @param fault why it cannot be read; null when it can
   */
  record CertificateReport(
      String connector,
      String use,
      @Nullable String file,
      @Nullable String subject,
      @Nullable String sha256,
      @Nullable Instant validTo,
      @Nullable String fault) {}

  /**
   * Something that is still open.
   *
   * @param kind {@code alarm}, {@code simulated}, {@code bus}, {@code device}, {@code cloud} or
   *     {@code untested}
   * @param subject what it is about; empty for an alarm
   * @param sentence more of it; may be empty
   */
  record Warning(String kind, String subject, String sentence) {}
}
