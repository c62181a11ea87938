package io.busbar.appliance.cloud;

import io.busbar.appliance.cloud.LinkFailure.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** The way to a broker up to the first byte of MQTT, in stages: name, TCP, TLS. */
final class Dialer implements AutoCloseable {
  /** What lies behind a dialer that is still under way. */
  enum Passed {
    NAME,
    TCP,
    TLS
  }

  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  /** What the C library says of EAI_AGAIN (getaddrinfo(3)); Java passes it on as it is. */
  private static final String NO_NAME_SERVER = "Temporary failure in name resolution";

  private final BrokerSettings broker;
  private final InstantSource clock;
  private final int timeoutMillis;
  private final Consumer<Passed> progress;
  private volatile @Nullable Socket socket;
  private volatile boolean closed;

  /**
   * @param timeout for each stage
   * @param progress is told each stage that is passed, on the thread that dials
   */
  Dialer(BrokerSettings broker, InstantSource clock, Duration timeout, Consumer<Passed> progress) {
    this.broker = broker;
    this.progress = progress;
    this.clock = clock;
    this.timeoutMillis = Math.clamp(timeout.toMillis(), 1, 600_000);
  }

  /**
   * Connects.
   *
   * @return a socket on which the broker's name is verified, if TLS is wanted
   * @throws LinkException which stage failed, and what to do
   */
  Socket dial() throws LinkException {
    Endpoint endpoint = Endpoint.of(broker.url());
    InetAddress[] addresses = resolve(endpoint);
    progress.accept(Passed.NAME);
    Socket tcp = connect(endpoint, addresses);
    progress.accept(Passed.TCP);
    if (!endpoint.tls()) {
      return tcp;
    }
    Socket tls = secure(endpoint, tcp);
    progress.accept(Passed.TLS);
    return tls;
  }

  /** Ends an attempt that is under way on another thread, or the connection it led to. */
  @Override
  public void close() {
    closed = true;
    closeQuietly(socket);
  }

  private InetAddress[] resolve(Endpoint endpoint) throws LinkException {
    try {
      return InetAddress.getAllByName(endpoint.host());
    } catch (UnknownHostException e) {
      if (String.valueOf(e.getMessage()).contains(NO_NAME_SERVER)) {
        throw failed(
            Kind.UNKNOWN_HOST,
            "no DNS server answers for the name "
                + endpoint.host()
                + "; check the network cable, the gateway and the DNS server",
            e);
      }
      throw failed(
          Kind.UNKNOWN_HOST,
          "the name "
              + endpoint.host()
              + " is not known; check its spelling, the network cable and the DNS server",
          e);
    }
  }

  /** A name may have several addresses, of which only some answer (IPv6 without a route). */
  private Socket connect(Endpoint endpoint, InetAddress[] addresses) throws LinkException {
    IOException last = new IOException("no address");
    for (InetAddress address : addresses) {
      Socket attempt = new Socket();
      socket = attempt;
      try {
        if (closed) {
          throw new IOException("closed");
        }
        attempt.setTcpNoDelay(true);
        leaveBy(attempt, address);
        attempt.connect(new InetSocketAddress(address, endpoint.port()), timeoutMillis);
        return attempt;
      } catch (IOException e) {
        closeQuietly(attempt);
        last = e;
      }
    }
    throw tcpFailure(endpoint, last);
  }

  /** Gives the socket the interface's own address of the kind of the other end's. */
  private void leaveBy(Socket attempt, InetAddress to) throws IOException {
    if (broker.networkInterface() == null) {
      return;
    }
    NetworkInterface card = NetworkInterface.getByName(broker.networkInterface());
    if (card == null) {
      throw new NoInterfaceException(
          "there is no network interface " + broker.networkInterface() + ", there are " + cards());
    }
    for (InetAddress own : Collections.list(card.getInetAddresses())) {
      if (own.getClass() == to.getClass()) {
        attempt.bind(new InetSocketAddress(own, 0));
        return;
      }
    }
    throw new NoInterfaceException(
        "the network interface "
            + broker.networkInterface()
            + " has no address from which "
            + to.getHostAddress()
            + " can be reached");
  }

  private static String cards() throws IOException {
    return NetworkInterface.networkInterfaces()
        .map(NetworkInterface::getName)
        .sorted()
        .collect(Collectors.joining(", "));
  }

  /** The configured interface cannot be used. */
  private static final class NoInterfaceException extends IOException {
    private static final long serialVersionUID = 1L;

    NoInterfaceException(String text) {
      super(text);
    }
  }

  private LinkException tcpFailure(Endpoint endpoint, IOException e) {
    if (e instanceof SocketTimeoutException) {
      return failed(
          Kind.TIMEOUT,
          "no answer within "
              + timeoutMillis / 1000.0
              + " s; check the address, and whether a firewall lets port "
              + endpoint.port()
              + " out",
          e);
    }
    String words = String.valueOf(e.getMessage());
    if (e instanceof NoInterfaceException) {
      return failed(Kind.NO_ROUTE, words + "; check networkInterface and its cable", e);
    }
    if (e instanceof ConnectException && words.contains("refused")) {
      return failed(
          Kind.REFUSED,
          "connection refused; nothing listens on port "
              + endpoint.port()
              + ": check the port, and whether the broker runs",
          e);
    }
    return failed(
        Kind.NO_ROUTE, "no way there (" + words + "); check the network cable and the gateway", e);
  }

  private Socket secure(Endpoint endpoint, Socket tcp) throws LinkException {
    SeenChain seen = new SeenChain(TlsFiles.trust(broker));
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          TlsFiles.identity(broker.certFile(), broker.keyFile()), new TrustManager[] {seen}, null);
      SSLSocket tls =
          (SSLSocket)
              context.getSocketFactory().createSocket(tcp, endpoint.host(), endpoint.port(), true);
      socket = tls;
      SSLParameters parameters = tls.getSSLParameters();
      parameters.setProtocols(PROTOCOLS);
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      tls.setSSLParameters(parameters);
      tls.setSoTimeout(timeoutMillis);
      tls.startHandshake();
      tls.setSoTimeout(0);
      return tls;
    } catch (GeneralSecurityException e) {
      closeQuietly(tcp);
      throw failed(Kind.TLS, "TLS cannot be set up: " + e.getMessage(), e);
    } catch (IOException e) {
      closeQuietly(tcp);
      throw new LinkException(
          TlsFailures.of(e, seen.chain(), broker, endpoint, clock.instant()), e);
    } catch (LinkException e) {
      closeQuietly(tcp);
      throw e;
    }
  }

  private LinkException failed(Kind kind, String text, Throwable cause) {
    return new LinkException(new LinkFailure(kind, broker + ": " + text), cause);
  }

  private static void closeQuietly(@Nullable Socket socket) {
    try {
      if (socket != null) {
        socket.close();
      }
    } catch (IOException e) {
      // Whatever could be lost with it is lost already.
    }
  }
}
