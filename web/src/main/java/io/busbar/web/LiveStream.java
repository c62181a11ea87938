package io.busbar.web;

import io.busbar.web.Console.ValueView;
import io.busbar.web.pages.Texts;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One browser's stream. The broadcaster puts events in and never waits; the request's own virtual
 * thread takes them out and writes them. So a slow or vanished browser stops nobody else, and
 * nothing is ever written to a response that the server has recycled.
 *
 * <p>Events:
 *
 * <pre>
 * id: 4711                          everything at first, then what is new or gone
 * data: {"full":false,"values":{"/Process/Lan/PAC1/frequency":[49.98,"GOOD",350,null]},"gone":[]}
 *                                   a value is [value, quality, age in ms, reason]
 * event: alive                      nothing is new, and the stream is well
 * event: bye                        another stream took this one's place, or the login is over
 * </pre>
 */
final class LiveStream {
  private static final int QUEUE = 8;
  private static final byte[] END = {};
  private static final byte[] ALIVE = text("event: alive\ndata: {}\n\n");
  private static final byte[] BYE = text("event: bye\ndata: {}\n\n");

  /** How many quiet ticks may pass; at one tick a second a sign of life comes every 4 s. */
  private static final int QUIET_TICKS = 4;

  final String path;
  private final Texts texts;
  private final BooleanSupplier entitled;
  private final BlockingQueue<byte[]> events = new ArrayBlockingQueue<>(QUEUE + 2);
  private final Map<String, ValueView> sent = new HashMap<>();
  private @Nullable Long version;
  private int quiet;

  LiveStream(String path, Texts texts, BooleanSupplier entitled) {
    this.path = path;
    this.texts = texts;
    this.entitled = entitled;
  }

  /** Whether who asked for it may still have it: logged in, and nothing changed about that. */
  boolean isEntitled() {
    return entitled.getAsBoolean();
  }

  boolean isBehind(long newVersion) {
    return version == null || version != newVersion;
  }

  /**
   * Queues what this browser does not have yet.
   *
   * @return false when it is too slow to be served on
   */
  boolean update(List<ValueView> now, long newVersion) {
    boolean full = version == null;
    Map<String, @Nullable Object[]> news = news(now);
    List<String> gone = gone(now);
    version = newVersion;
    if (!full && news.isEmpty() && gone.isEmpty()) {
      return tick();
    }
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("full", full);
    event.put("values", news);
    event.put("gone", gone);
    return offer(framed(newVersion, Json.bytes(event)));
  }

  /** Queues a sign of life when there was nothing else for long enough. */
  boolean tick() {
    quiet++;
    return quiet < QUIET_TICKS || offer(ALIVE);
  }

  /** Ends the stream after what is queued already. */
  void end() {
    makeRoom();
    events.add(END);
  }

  /** Ends the stream and tells the browser not to come back by itself. */
  void sayBye() {
    makeRoom();
    events.add(BYE);
    events.add(END);
  }

  /** Writes events until the stream is ended. */
  void writeTo(OutputStream out) throws IOException, InterruptedException {
    for (byte[] event = events.take(); event != END; event = events.take()) {
      out.write(event);
      out.flush();
    }
  }

  private void makeRoom() {
    if (events.remainingCapacity() < 2) {
      events.clear();
    }
  }

  private boolean offer(byte[] event) {
    quiet = 0;
    return events.size() < QUEUE && events.offer(event);
  }

  private Map<String, @Nullable Object[]> news(List<ValueView> now) {
    Map<String, @Nullable Object[]> news = new LinkedHashMap<>();
    for (ValueView value : now) {
      ValueView before = sent.put(value.path(), value);
      if (before == null || !isSame(before, value)) {
        news.put(
            value.path(),
            new @Nullable Object[] {
              value.value(), value.quality(), value.ageMs(), texts.reasonOrNull(value.reason())
            });
      }
    }
    return news;
  }

  /** The age is left out: the browser counts it on by itself. */
  private static boolean isSame(ValueView a, ValueView b) {
    return Objects.equals(a.value(), b.value())
        && Objects.equals(a.time(), b.time())
        && a.quality().equals(b.quality())
        && Objects.equals(a.reason(), b.reason());
  }

  private List<String> gone(List<ValueView> now) {
    if (sent.size() == now.size()) {
      return List.of();
    }
    Set<String> gone = new TreeSet<>(sent.keySet());
    now.forEach(value -> gone.remove(value.path()));
    sent.keySet().removeAll(gone);
    return List.copyOf(gone);
  }

  private static byte[] framed(long id, byte[] json) {
    // Jackson writes no line break, so that one data line holds it all.
    return text("id: " + id + "\ndata: " + new String(json, StandardCharsets.UTF_8) + "\n\n");
  }

  private static byte[] text(String event) {
    return event.getBytes(StandardCharsets.UTF_8);
  }
}
