package io.busbar.web;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Asks a server under test. */
final class Browser implements AutoCloseable {
  final int port;
  private final HttpClient client = HttpClient.newHttpClient();

  /** What it shows itself with; null comes as a stranger. */
  @Nullable String token = FakeAccess.ADMIN;

  Browser(int port) {
    this.port = port;
  }

  HttpResponse<String> get(String path, String... headers) {
    return send(request(path, headers).GET());
  }

  HttpResponse<String> post(String path, String body, String... headers) {
    return send(request(path, headers).POST(BodyPublishers.ofString(body)));
  }

  HttpResponse<String> put(String path, String body, String... headers) {
    return send(request(path, headers).PUT(BodyPublishers.ofString(body)));
  }

  /** What a page of this server posts, with what browsers say about whose page it is. */
  HttpResponse<String> form(String path, String body, String... headers) {
    return submit(path, "application/x-www-form-urlencoded", body, headers);
  }

  /** The same with a file: the form that brings a backup. */
  HttpResponse<String> upload(String path, String file, String passphrase) {
    String body =
        "--x\r\nContent-Disposition: form-data; name=\"backup\"; filename=\"b.zip\"\r\n"
            + "Content-Type: application/zip\r\n\r\n"
            + file
            + "\r\n--x\r\nContent-Disposition: form-data; name=\"passphrase\"\r\n\r\n"
            + passphrase
            + "\r\n--x--\r\n";
    return submit(path, "multipart/form-data; boundary=x", body);
  }

  /** A form of any type. */
  HttpResponse<String> submit(String path, String type, String body, String... headers) {
    return send(
        request(path, headers)
            .header("Content-Type", type)
            .header("Accept", "text/html")
            .header("Origin", own())
            .header("Sec-Fetch-Site", "same-origin")
            .POST(BodyPublishers.ofString(body)));
  }

  /** The origin of this server's own pages. */
  String own() {
    return "http://127.0.0.1:" + port;
  }

  HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(own() + path)).timeout(Duration.ofSeconds(20));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return headers.length == 0 ? request : request.headers(headers);
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The whole answer to bytes that no well-behaved client sends. The request must close. */
  String raw(String request) throws IOException {
    try (Socket socket = new Socket(HttpAddress.parse("0").address(), port)) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
