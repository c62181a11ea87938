package io.busbar.web;

import io.busbar.web.Console.ConfigDocument.Fault;
import io.busbar.web.Console.TestView;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What connections do, tried from the broker's name to an acknowledged message; one at a time. */
public interface CloudTrials {
  /**
   * Begins to try a connection of the configuration, which takes less than a minute, and comes back
   * at once. The connection itself is down meanwhile.
   */
  @Needs(value = Role.INSTALLER, audit = "connection test", shown = 1)
  Started start(String connector);

  /**
   * The same for one that is not saved, on a connection of its own. One that is up under the same
   * client id is down meanwhile.
   *
   * @param replaces name of the connection that it is a change of; null for a new one
   * @param json the connection as a configuration has it; the mark of a password stands for the one
   *     that is known
   */
  @Needs(value = Role.INSTALLER, audit = "connection test of a form", shown = 1)
  Started start(@Nullable String replaces, byte[] json);

  /** The present test or the last one; null when there was none since the start. */
  @Needs(Role.VIEWER)
  @Nullable TestRun read();

  /** Lets the present test end, if one runs. Null when there was none. */
  @Needs(value = Role.INSTALLER, audit = "connection test end")
  @Nullable TestRun cancel();

  /**
   * What a connection would send now. Nothing of it is sent.
   *
   * @return null when there is no connection of this name
   */
  @Needs(Role.VIEWER)
  @Nullable PreviewView preview(String connector);

  /** What became of a test that was to begin. */
  sealed interface Started {
    /**
     * It runs.
     *
     * @param end what it came to, once it is over
     */
    record Going(TestRun now, CompletableFuture<TestRun> end) implements Started {}

    /** Another one runs. */
    record Busy(TestRun now) implements Started {}

    /** The connection is not one that can be tried: every fault of it. */
    record Refused(List<Fault> problems) implements Started {}

    /** There is no connection of this name. */
    record Unknown() implements Started {}
  }

  /**
   * How a test goes.
   *
   * @param number of tests since the start, this one included: tells it from others
   * @param connector name of what is tried
   * @param state {@code running}, {@code done}, {@code cancelled} or {@code failed}, by a defect
   * @param test what is known of it by now
   */
  record TestRun(int number, String connector, String state, TestView test) {
    /** Whether it is not over yet. */
    public boolean goesOn() {
      return state.equals("running");
    }
  }

  /**
   * What a platform would be sent.
   *
   * @param first what tells it of the data: its model, its birth; may be empty
   * @param data what carries the values as they are now, every section once
   */
  record PreviewView(List<MessageView> first, List<MessageView> data) {}

  /**
   * One message.
   *
   * @param payload its text, or as much of it as can be shown
   * @param bytes of the whole payload
   */
  record MessageView(String topic, String payload, int bytes, int qos, boolean retain) {}
}
