package io.busbar.web.pages;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The TiXML console, every text ready to show.
 *
 * @param text what stands in the field
 * @param answer to it; null before something was sent
 * @param examples commands to begin with
 * @param history what this session has sent, the newest first
 */
public record ConsolePage(
    String text, @Nullable Answer answer, List<Example> examples, List<String> history) {
  /**
   * An answer.
   *
   * @param text laid out in lines
   * @param failed whether there is an error in it
   * @param causes what its error numbers mean
   */
  public record Answer(String text, boolean failed, List<Cause> causes) {}

  /** What an error number means, and what to do. */
  public record Cause(String number, String meaning) {}

  /** A command to begin with, and what it does. */
  public record Example(String title, String text) {}
}
