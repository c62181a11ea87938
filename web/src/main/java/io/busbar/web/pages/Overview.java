package io.busbar.web.pages;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The first page, every text ready to show.
 *
 * @param readAt when the appliance was asked, in its own time
 * @param lamps one for each part of the appliance
 */
public record Overview(
    String name,
    String product,
    String version,
    String readAt,
    Moment time,
    String uptime,
    List<Lamp> lamps,
    List<String> alarms,
    List<Bus> buses,
    List<Cloud> clouds) {

  /**
   * The state of something.
   *
   * @param kind {@code good}, {@code wait}, {@code bad} or {@code off}: colour and sign
   * @param word the same in a word
   */
  public record Light(String kind, String word) {}

  /**
   * The state of a part of the appliance in one look.
   *
   * @param kind {@code good}, {@code wait}, {@code bad} or {@code off}
   * @param word how many are well
   * @param facts what else is to be said
   * @param href where more stands
   */
  public record Lamp(String name, String kind, String word, String facts, String href) {}

  /** One bus. */
  public record Bus(
      String name, String type, Light light, @Nullable String reason, String devices) {}

  /**
   * One cloud.
   *
   * @param size what it takes of the disk, and of its budget
   * @param percent of the budget, 0 to 100
   * @param oldest age of the oldest that waits; null when none does
   * @param drains how fast the backlog goes, and when it will be empty; null when it does not go
   * @param dropped null when nothing was ever given up
   */
  public record Cloud(
      String name,
      String type,
      String broker,
      Light light,
      @Nullable String reason,
      String lastTaken,
      String waiting,
      String stored,
      String size,
      int percent,
      @Nullable String oldest,
      @Nullable String drains,
      @Nullable String dropped) {}
}
