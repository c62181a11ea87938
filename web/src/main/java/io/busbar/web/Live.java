package io.busbar.web;

import io.busbar.web.Console.ValueView;
import io.busbar.web.pages.Texts;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells every open page what is new, once a tick, from one thread. */
final class Live implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Live.class);
  private static final int MAX_STREAMS = 8;

  private final Attached attached;
  private final Deque<LiveStream> streams = new ArrayDeque<>();
  private final ScheduledExecutorService broadcaster =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("web live").daemon().factory());
  private boolean closed;
  private boolean failing;

  Live(Attached attached, Duration tick) {
    this.attached = attached;
    var _ =
        broadcaster.scheduleWithFixedDelay(
            this::tick, tick.toNanos(), tick.toNanos(), TimeUnit.NANOSECONDS);
  }

  /**
   * Serves one browser until it goes or is sent away.
   *
   * @param texts the language of reasons
   * @param entitled whether who asked may still have it; asked every tick
   */
  void serve(String path, Texts texts, OutputStream out, BooleanSupplier entitled) {
    LiveStream stream = new LiveStream(path, texts, entitled);
    if (!admit(stream)) {
      return;
    }
    try (Console.Values.Watch _ = attached.console().values().watch(path)) {
      stream.writeTo(out);
    } catch (IOException e) {
      LOG.debug("the browser of a stream is gone", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      remove(stream);
    }
  }

  @Override
  public void close() {
    broadcaster.shutdownNow();
    synchronized (streams) {
      closed = true;
      streams.forEach(LiveStream::end);
      streams.clear();
    }
  }

  private boolean admit(LiveStream stream) {
    synchronized (streams) {
      if (closed) {
        return false;
      }
      if (streams.size() >= MAX_STREAMS) {
        streams.removeFirst().sayBye();
      }
      streams.addLast(stream);
      broadcaster.execute(this::tick);
      return true;
    }
  }

  private void remove(LiveStream stream) {
    synchronized (streams) {
      streams.remove(stream);
    }
  }

  /** An exception would silently end the schedule, hence Throwable. */
  private void tick() {
    try {
      Console console = attached.orNull();
      if (console != null) {
        Caller.SERVER.run(() -> broadcast(console.values()));
      }
      failing = false;
    } catch (Throwable e) {
      if (!failing) {
        LOG.error("live values cannot be read; pages show that nothing comes", e);
      }
      failing = true;
    }
  }

  private void broadcast(Console.Values values) {
    long version = values.version();
    Map<String, List<ValueView>> read = new HashMap<>();
    for (LiveStream stream : snapshot()) {
      if (!stream.isEntitled()) {
        remove(stream);
        stream.sayBye();
      } else if (!isServed(stream, values, version, read)) {
        remove(stream);
        stream.end();
      }
    }
  }

  private List<LiveStream> snapshot() {
    synchronized (streams) {
      return List.copyOf(streams);
    }
  }

  private static boolean isServed(
      LiveStream stream, Console.Values values, long version, Map<String, List<ValueView>> read) {
    try {
      if (!stream.isBehind(version)) {
        return stream.tick();
      }
      return stream.update(read.computeIfAbsent(stream.path, path -> under(values, path)), version);
    } catch (Throwable e) {
      // One stream's failure must not cost the others their tick.
      LOG.warn("a live stream of {} failed and is closed", stream.path, e);
      return false;
    }
  }

  private static List<ValueView> under(Console.Values values, String path) {
    List<ValueView> now = values.under(path);
    return now == null ? List.of() : now;
  }
}
