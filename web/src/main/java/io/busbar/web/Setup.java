package io.busbar.web;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How far the first steps of an appliance have come, so that they go on where they ended. */
public interface Setup {
  /** The step that is to be done; null when none is: they are over, or there never were any. */
  @Open
  @Nullable Step step();

  /** The first step is to be done after the claim that comes now. Nothing once it is claimed. */
  @Open
  void begin();

  /**
   * Goes on with a step, whichever was to be done before.
   *
   * @param step null ends them
   * @return what kept it from being written down; null when it was
   */
  @Needs(value = Role.INSTALLER, audit = "first steps", shown = 1)
  @Nullable String go(@Nullable Step step);

  /** One screen. */
  enum Step {
    /** Name, place and time. */
    SITE,
    /** What is connected. */
    BUSES,
    /** Where the values go. */
    CLOUD,
    /** The report. */
    SUMMARY;

    /** Its word in addresses and files. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The step of a word; null when there is none. */
    public static @Nullable Step of(String word) {
      for (Step step : values()) {
        if (step.word().equals(word)) {
          return step;
        }
      }
      return null;
    }
  }
}
