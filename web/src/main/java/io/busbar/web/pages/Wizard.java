package io.busbar.web.pages;

import io.busbar.web.pages.Clouds.Trial;
import io.busbar.web.pages.Overview.Light;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One screen of the first steps, every text ready to show.
 *
 * @param here the step that it is
 * @param steps all of them, the claim first
 * @param fault what was wrong with what was sent; null when nothing was
 */
public record Wizard(String here, List<Step> steps, @Nullable String fault) {
  /**
   * A step in the list of them.
   *
   * @param key its word
   * @param state {@code done}, {@code now} or {@code open}
   */
  public record Step(String key, String state) {}

  /** The step before this one; null before the first that can be gone back to. */
  public @Nullable String before() {
    int at = at();
    return at < 2 ? null : steps.get(at - 1).key();
  }

  /** The step after this one; null after the last. */
  public @Nullable String after() {
    int at = at();
    return at + 1 < steps.size() ? steps.get(at + 1).key() : null;
  }

  /** Its number among them, from 1. */
  public int number() {
    return at() + 1;
  }

  private int at() {
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i).key().equals(here)) {
        return i;
      }
    }
    return 0;
  }

  /**
   * The time, and how it is told.
   *
   * @param known whether the appliance knows it
   * @param source where it has it from, in words
   * @param sentence what is wrong with it; null when nothing is
   * @param outcome what became of a time that was told; null when none was
   * @param typed what is proposed in the field, in the chosen offset
   * @param offset the chosen difference from UTC
   * @param offsets every difference from UTC
   */
  public record Clock(
      Moment now,
      boolean known,
      String source,
      @Nullable String sentence,
      @Nullable String outcome,
      String typed,
      String offset,
      List<String> offsets) {}

  /**
   * What is connected.
   *
   * @param boards carrier boards that can be chosen
   * @param kinds of bus that can be added
   * @param heard how many radio nodes are heard and not configured
   */
  public record Buses(
      List<Scan.Port> ports,
      List<Line> lines,
      List<String> boards,
      List<String> kinds,
      int heard) {}

  /**
   * A bus or a cloud in one line.
   *
   * @param facts what else is to be said
   * @param href where it is changed; null where it is not
   */
  public record Line(
      String name, String facts, Light light, @Nullable String reason, @Nullable String href) {}

  /**
   * Where the values go.
   *
   * @param platforms the kinds of cloud
   * @param sent how many values a first connection is sent
   * @param tested name of the connection that was just tested; null when none was
   * @param trial its test; null when none was
   */
  public record Clouds(
      List<Line> lines,
      List<String> platforms,
      int sent,
      @Nullable String tested,
      @Nullable Trial trial) {}
}
