package io.busbar.web;

import io.busbar.web.Console.ConfigDocument.Fault;
import io.busbar.web.Console.TestView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What connections would do, tried before it is done. */
public interface CloudTrials {
  /**
   * Tries a connection that is not saved, for less than a minute, on a connection of its own. One
   * that is up under the same client id is down meanwhile.
   *
   * @param replaces name of the connection that it is a change of; null for a new one
   * @param json the connection as a configuration has it; the mark of a password stands for the one
   *     that is known
   */
  @Needs(value = Role.INSTALLER, audit = "connection test of a form", shown = 1)
  Tested test(@Nullable String replaces, byte[] json) throws InterruptedException;

  /**
   * What a connection would send now. Nothing of it is sent.
   *
   * @return null when there is no connection of this name
   */
  @Needs(Role.VIEWER)
  @Nullable PreviewView preview(String connector);

  /** What became of a test. */
  sealed interface Tested {
    /** It ran. */
    record Done(TestView test) implements Tested {}

    /** The connection is not one that can be tried: every fault of it. */
    record Refused(List<Fault> problems) implements Tested {}
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
