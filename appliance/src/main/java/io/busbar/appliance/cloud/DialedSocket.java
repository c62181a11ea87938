package io.busbar.appliance.cloud;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import javax.net.SocketFactory;

/** A connected socket for a library that insists on connecting: its connect does nothing. */
final class DialedSocket extends Socket {
  private final Socket socket;

  DialedSocket(Socket socket) {
    this.socket = socket;
  }

  /** A factory of this one socket. */
  static SocketFactory factory(Socket socket) {
    return new Factory(socket);
  }

  @Override
  public void connect(SocketAddress endpoint, int timeout) {
    // It is.
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return socket.getInputStream();
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return socket.getOutputStream();
  }

  @Override
  public void setSoTimeout(int millis) throws SocketException {
    socket.setSoTimeout(millis);
  }

  @Override
  public int getSoTimeout() throws SocketException {
    return socket.getSoTimeout();
  }

  @Override
  public boolean isConnected() {
    return socket.isConnected();
  }

  @Override
  public boolean isClosed() {
    return socket.isClosed();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private static final class Factory extends SocketFactory {
    private final Socket socket;

    Factory(Socket socket) {
      this.socket = socket;
    }

    @Override
    public Socket createSocket() {
      return new DialedSocket(socket);
    }

    @Override
    public Socket createSocket(String host, int port) {
      return createSocket();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress from, int fromPort) {
      return createSocket();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
      return createSocket();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) {
      return createSocket();
    }
  }
}
