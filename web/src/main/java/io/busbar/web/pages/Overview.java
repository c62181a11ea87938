package io.busbar.web.pages;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The first page, every text ready to show.
 *
 * @param readAt when the appliance was asked, in its own time
 */
public record Overview(
    String name,
    String product,
    String version,
    String readAt,
    String uptime,
    List<String> alarms,
    List<Bus> buses,
    List<Cloud> clouds,
    List<Heard> heard,
    List<Group> groups) {

  /**
   * The state of something.
   *
   * @param kind {@code good}, {@code wait}, {@code bad} or {@code off}: colour and sign
   * @param word the same in a word
   */
  public record Light(String kind, String word) {}

  /** One bus. */
  public record Bus(
      String name, String type, Light light, @Nullable String reason, String devices) {}

  /**
   * One cloud.
   *
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
      @Nullable String oldest,
      @Nullable String drains,
      @Nullable String dropped) {}

  /**
   * A device that is heard and not configured.
   *
   * @param facts how well it is heard, and when last
   * @param name a proposal
   * @param likely types it may be, likeliest first
   * @param others all other types there are
   */
  public record Heard(
      String bus,
      String uid,
      String files,
      String facts,
      String name,
      List<String> likely,
      List<String> others) {}

  /** The variables of one device. */
  public record Group(String name, List<Row> rows) {}

  /**
   * One variable.
   *
   * @param quality {@code good}, {@code old}, {@code bad} or {@code never}
   * @param nameParts the name, cut where a narrow column may break it
   * @param type {@code real} for a measured number, {@code whole}, {@code state} or {@code text}
   * @param ageMs empty when there never was a value
   * @param control {@code bool}, {@code int}, {@code real} or {@code text}, by which it can be set;
   *     null when it can only be read
   */
  public record Row(
      String path,
      List<String> nameParts,
      String value,
      String unit,
      String type,
      String quality,
      String word,
      String age,
      String ageMs,
      @Nullable String reason,
      String source,
      @Nullable String time,
      @Nullable String control) {}
}
