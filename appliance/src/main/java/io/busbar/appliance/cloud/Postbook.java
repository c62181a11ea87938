package io.busbar.appliance.cloud;

import io.busbar.appliance.store.Outbox.Entry;
import java.util.List;

/**
 * Follows Sends from the outbox to the acknowledgement of the messages that carry them. The
 * publishers' threads call it; it must not wait. While it is not open nothing else of it is called.
 */
public interface Postbook {
  /** Nobody wants to know. */
  Postbook CLOSED =
      new Postbook() {
        @Override
        public boolean isOpen() {
          return false;
        }

        @Override
        public void taken(String connector, List<Entry> entries, boolean late) {}

        @Override
        public void worded(String connector, List<Entry> entries, List<Message> messages) {}

        @Override
        public void published(String connector, Message message) {}

        @Override
        public void acknowledged(String connector, Message message) {}

        @Override
        public void done(String connector, List<Entry> entries) {}

        @Override
        public void lost(String connector) {}
      };

  /** Whether anybody follows anything now; asked before each of the others. */
  boolean isOpen();

  /**
   * A connector was handed Sends.
   *
   * @param late whether they come from disk, out of the backlog
   */
  void taken(String connector, List<Entry> entries, boolean late);

  /** A connector made messages of Sends; these very objects are published later. */
  void worded(String connector, List<Entry> entries, List<Message> messages);

  /** A message was handed to the network. */
  void published(String connector, Message message);

  /** The broker has acknowledged a message. */
  void acknowledged(String connector, Message message);

  /** Sends leave the outbox: the platform has them, or takes nothing of them. */
  void done(String connector, List<Entry> entries);

  /** The connection ended; what is not acknowledged goes out again on the next. */
  void lost(String connector);
}
