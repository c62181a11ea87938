package io.busbar.hwtest.fault;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A line between a client and a TCP server on which everything can go wrong: each way has its own
 * {@link Trouble}, which can be changed at any time and is that of all its connections.
 */
public final class FaultProxy implements AutoCloseable {
  private static final int QUEUE = 50;
  private static final int CONNECT_MILLIS = 5000;

  /** Which bytes. */
  public enum Way {
    TO_SERVER,
    TO_CLIENT
  }

  private final InetSocketAddress listen;
  private final InetSocketAddress server;
  private final SplittableRandom random;
  private final Road toServer = new Road();
  private final Road toClient = new Road();
  private final Set<Connection> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();
  private @Nullable Door door;

  private record Door(ServerSocket socket, Thread thread) {}

  /**
   * Listens from now on.
   *
   * @param listen where; port 0 for a free one
   * @param seed of all that is random in it
   */
  public FaultProxy(InetSocketAddress listen, InetSocketAddress server, long seed)
      throws IOException {
    this.server = server;
    this.random = new SplittableRandom(seed);
    ServerSocket first = bind(listen);
    this.listen = new InetSocketAddress(first.getInetAddress(), first.getLocalPort());
    this.door = serve(first);
  }

  /** In front of a server of the loopback address, on a free port of the same. */
  public static FaultProxy to(int serverPort) throws IOException {
    InetAddress here = InetAddress.getLoopbackAddress();
    return new FaultProxy(
        new InetSocketAddress(here, 0), new InetSocketAddress(here, serverPort), serverPort);
  }

  /** Where clients find it. */
  public int port() {
    return listen.getPort();
  }

  /** How many connections it has taken. */
  public int connections() {
    return connections.get();
  }

  /** How many bytes have come to go one way, whatever became of them. */
  public long carried(Way way) {
    return road(way).carried().get();
  }

  /** The trouble of both ways from now on. */
  public void both(Trouble trouble) {
    on(Way.TO_SERVER, trouble);
    on(Way.TO_CLIENT, trouble);
  }

  /** The trouble of one way from now on. */
  public void on(Way way, Trouble trouble) {
    road(way).becomes(trouble);
    for (Connection connection : open) {
      if (trouble instanceof Trouble.Reset) {
        connection.reset();
      } else if (!(trouble instanceof Trouble.Silence) && connection.pipe(way).missed()) {
        connection.end();
      }
    }
  }

  /** What a protocol's own trouble makes of one way of each new connection. */
  public void layer(Way way, Supplier<? extends Layer> each) {
    road(way).layers(each);
  }

  /** Cuts every connection and refuses new ones, as a server that has ended does. */
  public synchronized void down() throws IOException {
    Door last = door;
    door = null;
    if (last != null) {
      last.socket().close();
      try {
        // The port is free when nobody waits at it any more.
        last.thread().join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    open.forEach(Connection::end);
  }

  /** Takes connections again, on the same port. */
  public synchronized void up() throws IOException {
    if (door == null) {
      door = serve(bind(listen));
    }
  }

  @Override
  public void close() throws IOException {
    both(new Trouble.None());
    down();
  }

  private Road road(Way way) {
    return way == Way.TO_SERVER ? toServer : toClient;
  }

  private static ServerSocket bind(InetSocketAddress address) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(address, QUEUE);
    return socket;
  }

  private Door serve(ServerSocket socket) {
    return new Door(socket, Thread.ofVirtual().name("proxy").start(() -> accept(socket)));
  }

  private void accept(ServerSocket socket) {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        connections.incrementAndGet();
        connect(client);
      } catch (IOException e) {
        // Closed; or a client or server that left at once, which is what they may do.
      }
    }
  }

  private void connect(Socket client) throws IOException {
    if (toServer.trouble() instanceof Trouble.Reset
        || toClient.trouble() instanceof Trouble.Reset) {
      reset(client);
      return;
    }
    Socket there = new Socket();
    try {
      there.connect(server, CONNECT_MILLIS);
      client.setTcpNoDelay(true);
      there.setTcpNoDelay(true);
    } catch (IOException e) {
      client.close();
      there.close();
      throw e;
    }
    Connection connection = new Connection(client, there);
    open.add(connection);
    connection.start();
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      // It is gone already.
    }
  }

  /** A client and the server, and a pipe for each way. */
  private final class Connection {
    private final Socket client;
    private final Socket there;
    private final Pipe up;
    private final Pipe down;

    Connection(Socket client, Socket there) {
      this.client = client;
      this.there = there;
      this.up = new Pipe(toServer, client, there, this::ends, random.split());
      this.down = new Pipe(toClient, there, client, this::ends, random.split());
    }

    void start() {
      up.start();
      down.start();
    }

    Pipe pipe(Way way) {
      return way == Way.TO_SERVER ? up : down;
    }

    void reset() {
      open.remove(this);
      FaultProxy.reset(client);
      FaultProxy.reset(there);
    }

    /** One end has gone. The other one learns of it when its way carries that. */
    private void ends() {
      Thread.ofVirtual().start(() -> close(toServer, there));
      Thread.ofVirtual().start(() -> close(toClient, client));
    }

    private void close(Road road, Socket end) {
      try (end) {
        road.carries();
      } catch (IOException e) {
        // It has gone.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      if (client.isClosed() && there.isClosed()) {
        open.remove(this);
      }
    }

    void end() {
      open.remove(this);
      try (client;
          there) {
        // Closes both.
      } catch (IOException e) {
        // Both were to go, and have gone.
      }
    }
  }
}
