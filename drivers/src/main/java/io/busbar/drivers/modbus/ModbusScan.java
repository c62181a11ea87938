package io.busbar.drivers.modbus;

import io.busbar.drivers.BusException;
import io.busbar.drivers.BusException.Unavailable;
import io.busbar.drivers.Driver;
import io.busbar.drivers.serial.SerialPort;
import io.busbar.drivers.serial.SerialSettings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A search for Modbus devices, running on a thread of its own until it is over or {@link #cancel}.
 * It only reads. A bus that runs on the same port or host lends its line and polls again as soon as
 * the scan ends, however it ends.
 */
public final class ModbusScan implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ModbusScan.class);

  /** Hosts that are asked at the same time. */
  private static final int AT_ONCE = 32;

  /** A host in the same network takes a connection within milliseconds. */
  private static final Duration CONNECT = Duration.ofSeconds(2);

  private static final Duration ENDS_WITHIN = Duration.ofSeconds(5);

  private final ScanRequest request;
  private final List<RegisterMap> library;
  private final Function<ScanPlace, @Nullable Driver> running;
  private final Pace pace = Pace.monotonic();
  private final ScanBoard board = new ScanBoard();
  private final Thread thread;

  private ModbusScan(
      ScanRequest request, RegisterLibrary library, Function<ScanPlace, @Nullable Driver> running) {
    this.request = request;
    this.library = library.ids().stream().map(id -> library.find(id).orElseThrow()).toList();
    this.running = running;
    this.thread = Thread.ofPlatform().name("scan").daemon(true).unstarted(this::run);
  }

  /**
   * Starts a scan.
   *
   * @param request without {@link ScanRequest#problems}
   * @param library the meters that it may propose
   * @param running the bus that runs on a port or host now; null when none does
   */
  public static ModbusScan start(
      ScanRequest request, RegisterLibrary library, Function<ScanPlace, @Nullable Driver> running) {
    if (!request.problems().isEmpty()) {
      throw new IllegalArgumentException("got a request with " + request.problems());
    }
    ModbusScan scan = new ModbusScan(request, library, running);
    scan.thread.start();
    return scan;
  }

  /** How it goes; any thread may ask. */
  public ScanProgress progress() {
    return board.progress();
  }

  /** What it goes through. */
  public ScanRequest request() {
    return request;
  }

  /**
   * Ends it after the present question and waits until lines are given back; what it found stays.
   */
  public void cancel() {
    board.end(ScanProgress.State.CANCELLED, null);
    thread.interrupt();
    await(ENDS_WITHIN);
  }

  /** Waits until it is over, at most so long. */
  public void await(Duration atMost) {
    try {
      thread.join(atMost);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    cancel();
  }

  private void run() {
    try {
      switch (request) {
        case ScanRequest.Rtu rtu -> line(rtu);
        case ScanRequest.Tcp tcp -> hosts(tcp);
      }
      board.end(ScanProgress.State.DONE, null);
    } catch (BusException e) {
      board.end(ScanProgress.State.FAILED, e.advice());
    } catch (InterruptedException e) {
      board.end(ScanProgress.State.CANCELLED, null);
    } catch (RuntimeException e) {
      LOG.error("scan: a defect", e);
      board.end(ScanProgress.State.FAILED, "a defect in the scan: " + e);
    }
  }

  private void line(ScanRequest.Rtu rtu) throws BusException, InterruptedException {
    for (SerialSettings line : rtu.lines()) {
      board.plan(2 * rtu.units().size(), ScanWalk.nanos(line, rtu.units().size()));
    }
    try (ScanPort port = port(rtu)) {
      ScanWalk walk = new ScanWalk(port, library, board);
      boolean taken = false;
      for (SerialSettings line : rtu.lines()) {
        taken |= walk.line(line, rtu.units());
      }
      if (!taken) {
        throw new Unavailable(
            rtu.port() + " takes none of these baud rates and parities",
            "Scan with others; every port takes 9600 without parity");
      }
    }
  }

  private ScanPort port(ScanRequest.Rtu rtu) throws Unavailable {
    Driver bus = running.apply(new ScanPlace.Serial(rtu.port()));
    return bus instanceof Lender lender
        ? ScanPorts.lent(lender)
        : ScanPorts.serial(rtu.port(), rtu.direction(), SerialPort::open, pace);
  }

  private void hosts(ScanRequest.Tcp tcp) throws InterruptedException {
    long host = CONNECT.toNanos() + tcp.units().size() * ScanWalk.TCP.timeout().toNanos();
    long rounds = ((long) tcp.hosts().size() + AT_ONCE - 1) / AT_ONCE;
    // The hosts of one round are asked at once, so each takes its share of the time.
    long share = host * rounds / tcp.hosts().size();
    tcp.hosts().forEach(_ -> board.plan(tcp.units().size(), share));
    Semaphore free = new Semaphore(AT_ONCE);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      try {
        for (String one : tcp.hosts()) {
          free.acquire();
          threads.execute(() -> {
            try {
              host(tcp, one, share / tcp.units().size());
            } finally {
              free.release();
            }
          });
        }
        free.acquire(AT_ONCE);
      } catch (InterruptedException e) {
        threads.shutdownNow();
        throw e;
      }
    }
  }

  private void host(ScanRequest.Tcp tcp, String host, long each) {
    try (ScanPort port = connection(host, tcp.tcpPort())) {
      new ScanWalk(port, library, board).host(host, tcp.tcpPort(), tcp.units(), each);
    } catch (BusException e) {
      if (tcp.hosts().size() == 1) {
        board.end(ScanProgress.State.FAILED, e.advice());
      } else {
        // Most addresses of a net are nobody's: only their number goes down.
        LOG.debug("scan: {}", e.getMessage());
      }
      tcp.units().forEach(_ -> board.done(false, each));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("scan: a defect", e);
      board.remark(host + ": a defect in the scan: " + e);
    }
  }

  private ScanPort connection(String host, int tcpPort) throws Unavailable {
    Driver bus = running.apply(new ScanPlace.Host(host, tcpPort));
    return bus instanceof Lender lender
        ? ScanPorts.lent(lender)
        : ScanPorts.tcp(host, tcpPort, CONNECT, pace);
  }
}
