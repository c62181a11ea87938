package io.busbar.appliance.cloud;

import io.busbar.appliance.cloud.Connector.Effect;
import io.busbar.appliance.cloud.Connector.Event;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * What a connector has run beside its conversation, each on a thread of its own. A result waits
 * here until a conversation takes it, be it hours and connections later.
 */
final class Jobs {
  private final String name;
  private final BlockingQueue<Conversation.Step> inbox;
  private final Queue<Event.Ran> done = new ConcurrentLinkedQueue<>();

  /**
   * @param inbox of the publisher, which is woken by every result
   */
  Jobs(String name, BlockingQueue<Conversation.Step> inbox) {
    this.name = name;
    this.inbox = inbox;
  }

  void start(Effect.Run job) {
    Thread.ofVirtual().name("cloud " + name + " " + job.id()).start(() -> run(job));
  }

  /** A result that was not taken yet; null when there is none. */
  Event.@Nullable Ran next() {
    return done.poll();
  }

  private void run(Effect.Run job) {
    try {
      done.add(new Event.Ran(job.id(), job.work().get()));
      inbox.add(() -> {});
    } catch (RuntimeException e) {
      inbox.add(() -> {
        throw e;
      });
    }
  }
}
