package io.busbar.web;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the appliance keeps, as tables to be taken away. Nothing of it is removed thereby. */
public interface Exports {
  /**
   * Every reading or bucket of some variables in a time.
   *
   * @param paths variables, or branches with all below them
   * @param to no longer a part of the time
   * @param resolution {@code raw}, {@code 1m} or {@code 15m}
   */
  @Needs(Role.VIEWER)
  Found history(List<String> paths, Instant from, Instant to, String resolution);

  /**
   * What waits for a cloud, reading by reading.
   *
   * @param from of the Sends' times; null for all that is before {@code to}
   * @param to no longer a part of the time; null for all that is after {@code from}
   */
  @Needs(Role.VIEWER)
  Found backlog(String connector, @Nullable Instant from, @Nullable Instant to);

  /** What there is. */
  sealed interface Found {
    /** A table, which may be long or empty. */
    record Table(List<String> columns, Pages pages) implements Found {}

    /** There is no such thing; the sentence says what there is. */
    record Nothing(String sentence) implements Found {}

    /** It cannot be read now; the sentence says why. */
    record NotNow(String sentence) implements Found {}
  }

  /** A table, page by page. */
  interface Pages extends AutoCloseable {
    /**
     * The next rows; each cell is a String, Instant, Boolean, number or null.
     *
     * @return null when there are no more; a page may be empty
     * @throws IOException the rest cannot be read
     */
    @Nullable List<List<@Nullable Object>> next() throws IOException;

    @Override
    void close();
  }
}
