package io.busbar.drivers.dash7;

import io.busbar.drivers.BusException;
import io.busbar.drivers.DataPoint;
import io.busbar.drivers.Device;
import io.busbar.drivers.Driver;
import io.busbar.drivers.Listening;
import io.busbar.drivers.Sample;
import io.busbar.drivers.SampleSink;
import io.busbar.drivers.Traceable;
import io.busbar.drivers.Value;
import io.busbar.drivers.Writable;
import io.busbar.drivers.dash7.alp.Action;
import io.busbar.drivers.dash7.alp.Addressee;
import io.busbar.drivers.dash7.alp.Command;
import io.busbar.drivers.dash7.alp.LinkStatus;
import io.busbar.drivers.dash7.alp.StatusCode;
import io.busbar.drivers.dash7.alp.Uid;
import io.busbar.drivers.dash7.frame.Bytes;
import io.busbar.drivers.dash7.frame.Frame;
import io.busbar.drivers.dash7.frame.RebootReason;
import io.busbar.drivers.dash7.layout.LayoutLibrary;
import io.busbar.drivers.serial.SerialPort;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A DASH7 modem and the nodes that it hears. Only the thread in {@link #run} touches the port. */
public final class Dash7Bus implements Driver, Writable, Listening, Traceable {
  private static final Logger LOG = LoggerFactory.getLogger(Dash7Bus.class);
  private static final long TICK = Duration.ofSeconds(1).toNanos();

  private final Dash7Settings settings;
  private final LayoutLibrary library;
  private final SerialPort.Opener opener;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final Map<Uid, Dash7Node> nodes = new LinkedHashMap<>();
  private final Map<String, Dash7Node> byName = new LinkedHashMap<>();
  private final ModemState modem;
  private final HeardNodes heard;
  private final Requests requests;
  private final ModemLog log;
  private final Queue<Supplier<List<Sample>>> done = new ConcurrentLinkedQueue<>();

  /**
   * @param clock stamps the samples
   * @param nanos measures timeouts and silence
   * @param callers runs what callers hang on the futures of their requests
   */
  Dash7Bus(
      Dash7Settings settings,
      LayoutLibrary library,
      SerialPort.Opener opener,
      InstantSource clock,
      LongSupplier nanos,
      Executor callers) {
    this.settings = settings;
    this.library = library;
    this.opener = opener;
    this.clock = clock;
    this.nanos = nanos;
    this.modem = new ModemState(settings.port());
    this.heard = new HeardNodes(library);
    this.requests = new Requests(nanos, callers);
    this.log = new ModemLog(settings.name());
    for (NodeSettings each : settings.devices()) {
      Dash7Node node = new Dash7Node(each, library.find(each.layout()).orElseThrow());
      nodes.put(node.uid(), node);
      byName.put(each.name(), node);
    }
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public List<Device> devices() {
    List<Device> all = new ArrayList<>();
    all.add(modem.device());
    nodes.values().forEach(node -> all.add(node.device()));
    return all;
  }

  @Override
  public List<Heard> heard() {
    return heard.all();
  }

  @Override
  public List<String> layouts() {
    return library.ids();
  }

  @Override
  public void remember(List<Heard> before) {
    heard.remember(
        before.stream().filter(node -> !nodes.containsKey(Uid.parse(node.uid()))).toList());
  }

  /**
   * Asks the modem or nodes. Any thread may call; the call comes back at once. The future ends with
   * the answer or with a {@link BusException}, at the latest after the request's timeout or when
   * the modem goes.
   */
  public CompletableFuture<Answer> request(Request request) {
    return requests.post(request);
  }

  @Override
  public void trace(Set<DataPoint> points, Witness witness) {
    nodes.values().forEach(node -> node.tracing().watch(points, witness));
  }

  @Override
  public CompletableFuture<Void> write(DataPoint point, Value value) {
    Dash7Node node = byName.get(point.device());
    Request request;
    try {
      if (node == null) {
        throw new IllegalArgumentException(
            "got " + point.device() + "/" + point.name() + ", want a point that can be set");
      }
      request = node.write(point, value);
    } catch (IllegalArgumentException e) {
      return CompletableFuture.failedFuture(e);
    }
    return request(request)
        .thenCompose(answer -> {
          StatusCode refusal = answer.refusal().orElse(null);
          if (refusal != null) {
            return CompletableFuture.failedFuture(refused(point, refusal));
          }
          done.add(() -> node.written(point, value, clock.instant()));
          return CompletableFuture.completedFuture(null);
        });
  }

  private static BusException refused(DataPoint point, StatusCode code) {
    return new BusException.Refused(
        code.code(),
        point.device() + " refused to set " + point.name() + ": " + code.text(),
        "Check that the node's firmware has this file and lets it be written");
  }

  @Override
  public void run(SampleSink sink) throws BusException, InterruptedException {
    tickNodes(sink);
    BusException end =
        new BusException.Unavailable("the bus was stopped", "Ask again when it runs");
    try (SerialPort port = opener.open(settings.line())) {
      requests.open();
      Talk talk = new Talk(sink);
      ModemSession session = new ModemSession(settings.port(), port, requests, talk, nanos);
      LOG.info("{}: opened {} at {}", name(), settings.port(), settings.line().line());
      talk(session, sink);
    } catch (BusException e) {
      end = e;
      throw e;
    } finally {
      requests.close(end);
      report(sink, modem.lost(clock.instant(), end.advice()));
      for (Dash7Node node : nodes.values()) {
        report(sink, node.unheard(clock.instant(), end.advice()));
      }
    }
  }

  private void talk(ModemSession session, SampleSink sink)
      throws BusException, InterruptedException {
    long nextTick = nanos.getAsLong();
    while (!Thread.interrupted()) {
      session.turn();
      for (Supplier<List<Sample>> next = done.poll(); next != null; next = done.poll()) {
        report(sink, next.get());
      }
      if (nanos.getAsLong() - nextTick >= 0) {
        nextTick = nanos.getAsLong() + TICK;
        modem.counted(session.counts(), clock.instant());
        // Before its first frame nothing says that a modem is there, and no value may say so.
        if (session.counts().frames() > 0) {
          report(sink, modem.changes(clock.instant()));
        }
        tickNodes(sink);
      }
    }
    throw new InterruptedException();
  }

  private void tickNodes(SampleSink sink) {
    for (Dash7Node node : nodes.values()) {
      report(sink, node.tick(clock.instant(), nanos.getAsLong()));
    }
  }

  private static void report(SampleSink sink, List<Sample> samples) {
    if (!samples.isEmpty()) {
      sink.accept(samples);
    }
  }

  /** What the modem brings up, as samples. */
  private final class Talk implements ModemSession.Listener {
    private final SampleSink sink;

    Talk(SampleSink sink) {
      this.sink = sink;
    }

    @Override
    public void command(Command command) {
      command
          .all(Action.Unknown.class)
          .forEach(unknown -> {
            modem.didNotUnderstand();
            LOG.debug("{}: {}", name(), FrameText.of(command));
          });
      LinkStatus.@Nullable D7 status = command.origin().orElse(null);
      if (status == null) {
        return;
      }
      switch (status.origin().id()) {
        case Addressee.Id.Node(Uid uid) -> node(uid, command, status);
        case Addressee.Id.Some _, Addressee.Id.All _, Addressee.Id.ShortId _ -> {
          modem.didNotUnderstand();
          LOG.debug("{}: a message without UID: {}", name(), FrameText.of(command));
        }
      }
    }

    private void node(Uid uid, Command command, LinkStatus.D7 status) {
      Dash7Node node = nodes.get(uid);
      if (node != null) {
        report(sink, node.heard(command, status, clock.instant(), nanos.getAsLong()));
      } else if (heard.heard(uid, command, status, clock.instant())) {
        LOG.info("{}: heard UID {}, which is not configured", name(), uid);
      }
    }

    @Override
    public void identified(Bytes uid, Bytes version) {
      modem.identified(uid, version);
      report(sink, modem.changes(clock.instant()));
    }

    @Override
    public void unidentified(String reason) {
      LOG.warn("{}: {}", name(), reason);
      report(sink, modem.silent(clock.instant(), reason));
    }

    @Override
    public void rebooted(RebootReason reason) {
      modem.rebooted(reason);
      LOG.warn("{}: the modem restarted: {}", name(), reason.text());
    }

    @Override
    public void logged(String line) {
      log.line(line, nanos.getAsLong());
    }

    @Override
    public void unknown(Frame frame) {
      modem.didNotUnderstand();
      LOG.debug("{}: {}", name(), FrameText.of(frame, Command.Reading.STRICT));
    }
  }
}
