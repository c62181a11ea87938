package io.busbar.web.pages;

import io.busbar.web.pages.Overview.Light;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The commissioning report, every text ready to show.
 *
 * @param identity name, place and versions
 * @param clock where the time comes from
 * @param people names and roles
 */
public record ReportSheet(
    Moment made,
    List<Fact> identity,
    String clock,
    List<Bus> buses,
    List<Cloud> clouds,
    List<Fact> people,
    List<Certificate> certificates,
    List<String> warnings) {
  /** A name and what stands beside it. */
  public record Fact(String name, String value) {}

  /** One bus. */
  public record Bus(
      String name,
      String type,
      boolean simulated,
      Light light,
      @Nullable String reason,
      List<Device> devices) {}

  /**
   * One device.
   *
   * @param point name of the variable that stands for it; empty when it has none
   * @param quality {@code good}, {@code old}, {@code bad} or {@code never}
   */
  public record Device(
      String name,
      String type,
      Light light,
      @Nullable String reason,
      String point,
      String value,
      String unit,
      String quality,
      String word,
      String age) {}

  /**
   * One connection to a cloud.
   *
   * @param last when it last took something; null when it never did
   * @param tested when it was last tested; null when it was not since the start
   */
  public record Cloud(
      String name,
      String facts,
      Light light,
      @Nullable String reason,
      @Nullable Moment last,
      String waiting,
      String test,
      @Nullable Moment tested) {}

  /** One certificate. */
  public record Certificate(String connector, String use, String facts, String fingerprint) {}
}
