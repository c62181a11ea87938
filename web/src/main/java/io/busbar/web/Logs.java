package io.busbar.web;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was written down. Logs of what people did are for administrators alone; for others they are
 * not there.
 */
public interface Logs {
  /** Every log that the caller may read. */
  @Needs(Role.VIEWER)
  List<LogView> all();

  /** The newest records of a log that meet every condition. */
  @Needs(Role.VIEWER)
  Found read(String log, Query query);

  /** Warnings and errors of the program itself, each kind of failure once, the newest first. */
  @Needs(Role.VIEWER)
  List<TroubleView> troubles();

  /**
   * A log.
   *
   * @param records how many it ever had
   */
  record LogView(String name, long records) {}

  /**
   * Which records.
   *
   * @param text is in a field of the record, whatever the case; empty for any
   * @param kind what a whole field holds, for example {@code WARNING}; empty for any
   * @param from earliest time; null for any
   * @param to latest time; null for any
   * @param before ids below this one; null for any
   * @param most how many at most, 1 to {@link #MOST}
   */
  record Query(
      String text,
      String kind,
      @Nullable Instant from,
      @Nullable Instant to,
      @Nullable Long before,
      int most) {
    /** The most records of one answer. */
    public static final int MOST = 10_000;
  }

  /** What there is. */
  sealed interface Found {
    /**
     * Records, the newest first.
     *
     * @param older id to ask before for those that follow; null when there are none
     */
    record Records(String log, List<RecordView> records, @Nullable Long older) implements Found {}

    /** No log of this name, or not for the caller; the sentence says which there are. */
    record Nothing(String sentence) implements Found {}
  }

  /** One record; its fields are in their order. */
  record RecordView(long id, Instant time, Map<String, String> fields) {}

  /**
   * One kind of failure of the program.
   *
   * @param level {@code WARNING} or {@code SEVERE}
   * @param text as it was written the last time
   * @param count how often, as far back as the log reaches
   * @param ids what a page showed of the last of them; empty when none did
   */
  record TroubleView(
      String level, String text, int count, Instant first, Instant last, List<String> ids) {}
}
