package io.busbar.web.pages;

import java.util.List;

/**
 * What became of a restore.
 *
 * @param done whether it is in force
 * @param steps each step, with its lamp
 * @param missing what has to be entered again; empty when nothing has
 * @param faults what speaks against it; empty when it is in force
 */
public record RestorePage(
    boolean done, List<Step> steps, List<String> missing, List<String> faults) {

  /** One step; {@code kind} is {@code good}, {@code bad} or {@code off} for one not reached. */
  public record Step(String kind, String text) {}
}
