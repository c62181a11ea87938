package io.busbar.drivers.dash7;

import io.busbar.drivers.BusException;
import io.busbar.drivers.dash7.alp.Action;
import io.busbar.drivers.dash7.alp.Command;
import io.busbar.drivers.dash7.alp.LinkStatus;
import io.busbar.drivers.dash7.alp.StatusCode;
import io.busbar.drivers.dash7.frame.Bytes;
import io.busbar.drivers.dash7.frame.FrameWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * What was asked of one modem and is not answered yet. Any thread posts; all else is done by the
 * bus's thread. Every posted request ends: answered, refused, timed out, or lost with the modem.
 */
final class Requests {
  /** Sub-IoT modems have room for few commands at a time. */
  private static final int MOST_AT_ONCE = 4;

  private static final int MOST_DORMANT = 4;
  private static final int MOST_WAITING = 64;
  private static final int LAST_TAG = 255;
  private static final StatusCode UNKNOWN_ERROR = new StatusCode(0x80);

  private final LongSupplier nanos;
  private final Executor callers;
  private final Object lock = new Object();
  private final ArrayDeque<Pending> waiting = new ArrayDeque<>();
  private boolean open;

  private final Map<Integer, Pending> sent = new HashMap<>();
  private int lastTag;

  private static final class Pending {
    final Request request;
    final long deadline;
    final CompletableFuture<Answer> future = new CompletableFuture<>();
    final List<Command> replies = new ArrayList<>();

    Pending(Request request, long deadline) {
      this.request = request;
      this.deadline = deadline;
    }
  }

  /** Where the bytes of a command go. */
  @FunctionalInterface
  interface Line {
    void send(Bytes command) throws BusException.Unavailable;
  }

  /**
   * @param nanos the clock of all timeouts
   * @param callers runs what callers hang on their futures, so that it cannot stop the bus
   */
  Requests(LongSupplier nanos, Executor callers) {
    this.nanos = nanos;
    this.callers = callers;
  }

  CompletableFuture<Answer> post(Request request) {
    int length = request.command(LAST_TAG).encode().length();
    if (length > FrameWriter.LONGEST_PAYLOAD) {
      return CompletableFuture.failedFuture(
          new IllegalArgumentException(
              "got a command of "
                  + length
                  + " bytes, want at most "
                  + FrameWriter.LONGEST_PAYLOAD
                  + "; write the file in several parts"));
    }
    synchronized (lock) {
      if (!open) {
        return CompletableFuture.failedFuture(
            new BusException.Unavailable(
                "the modem is not connected", "See what the bus says of its port"));
      }
      if (waiting.size() >= MOST_WAITING) {
        return CompletableFuture.failedFuture(
            new BusException.Unavailable(
                "got " + MOST_WAITING + " requests that wait for the modem already",
                "Ask less often; a radio answers in seconds"));
      }
      Pending pending = new Pending(request, nanos.getAsLong() + request.timeout().toNanos());
      waiting.add(pending);
      return pending.future;
    }
  }

  /** From now on requests are taken. */
  void open() {
    synchronized (lock) {
      open = true;
    }
  }

  /** From now on none is taken, and those that were end with this reason. */
  void close(BusException reason) {
    List<Pending> left;
    synchronized (lock) {
      open = false;
      left = new ArrayList<>(waiting);
      waiting.clear();
    }
    left.forEach(pending -> fail(pending, reason));
    failSent(reason);
  }

  /** The modem has forgotten what it was asked. */
  void failSent(BusException reason) {
    sent.values().forEach(pending -> fail(pending, reason));
    sent.clear();
  }

  /** Ends what is overdue and sends what may go out now. */
  void advance(Line line) throws BusException.Unavailable {
    long now = nanos.getAsLong();
    expire(sent.values().iterator(), now);
    List<Pending> next = new ArrayList<>();
    synchronized (lock) {
      expire(waiting.iterator(), now);
      long quick = sent.values().stream().filter(p -> !p.request.dormant()).count();
      long dormant = sent.size() - quick;
      for (Iterator<Pending> all = waiting.iterator(); all.hasNext(); ) {
        Pending pending = all.next();
        boolean room =
            pending.request.dormant() ? dormant++ < MOST_DORMANT : quick++ < MOST_AT_ONCE;
        if (room) {
          all.remove();
          next.add(pending);
        }
      }
    }
    Map<Integer, Pending> tagged = new LinkedHashMap<>();
    for (Pending pending : next) {
      int tag = freeTag();
      sent.put(tag, pending);
      tagged.put(tag, pending);
    }
    for (Map.Entry<Integer, Pending> entry : tagged.entrySet()) {
      line.send(entry.getValue().request.command(entry.getKey()).encode());
    }
  }

  /**
   * Takes an answer.
   *
   * @return false when nothing of that tag was asked, or not any more
   */
  boolean answered(Action.ResponseTag tag, Command reply) {
    Pending pending = sent.get(tag.tag());
    if (pending == null) {
      return false;
    }
    boolean says =
        reply.actions().stream()
            .anyMatch(action -> !(action instanceof Action.ResponseTag) && !isEmptyStatus(action));
    if (says) {
      pending.replies.add(reply);
    }
    if (tag.end()) {
      sent.remove(tag.tag());
      end(pending, tag.error());
    }
    return true;
  }

  private void end(Pending pending, boolean error) {
    Answer answer = new Answer(pending.replies, true);
    if (!error) {
      pending.future.completeAsync(() -> answer, callers);
    } else if (pending.request.session() != null && pending.replies.isEmpty()) {
      fail(pending, noAnswer(pending, "ended without an answer"));
    } else {
      StatusCode code = answer.refusal().orElse(UNKNOWN_ERROR);
      fail(
          pending,
          new BusException.Refused(
              code.code(),
              pending.request.target() + " refused the request: " + code.text(),
              "Check file, offset and rights"));
    }
  }

  private void expire(Iterator<Pending> all, long now) {
    while (all.hasNext()) {
      Pending pending = all.next();
      boolean overdue = now - pending.deadline >= 0;
      if (overdue && !pending.replies.isEmpty()) {
        pending.future.completeAsync(() -> new Answer(pending.replies, false), callers);
      } else if (overdue) {
        fail(
            pending,
            noAnswer(pending, "no answer in " + pending.request.timeout().toSeconds() + " s"));
      }
      if (overdue || pending.future.isCancelled()) {
        all.remove();
      }
    }
  }

  private static BusException noAnswer(Pending pending, String what) {
    return new BusException.NoAnswer(
        pending.request.target() + ": " + what,
        pending.request.session() == null
            ? "Restart the modem, and check baud rate and firmware"
            : "The node may be off, out of reach or asleep; for a node that sleeps use a dormant"
                + " session");
  }

  private void fail(Pending pending, BusException reason) {
    callers.execute(() -> pending.future.completeExceptionally(reason));
  }

  private int freeTag() {
    do {
      lastTag = lastTag % LAST_TAG + 1;
    } while (sent.containsKey(lastTag));
    return lastTag;
  }

  private static boolean isEmptyStatus(Action action) {
    return action instanceof Action.InterfaceStatus status
        && status.link() instanceof LinkStatus.Empty;
  }
}
