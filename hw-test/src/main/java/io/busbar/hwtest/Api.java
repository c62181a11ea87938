package io.busbar.hwtest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The appliance's HTTP API, from outside. */
public final class Api implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration CONNECTS_WITHIN = Duration.ofSeconds(10);

  /** Setting a variable of a radio node may take 20 s. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECTS_WITHIN).build();
  private final String base;
  private final String token;

  /**
   * @param base for example {@code http://127.0.0.1:8080}
   * @param token what it shows itself with; empty as a stranger
   */
  public Api(String base, String token) {
    this.base = base;
    this.token = token;
  }

  /** What it shows itself with; empty as a stranger. */
  public String token() {
    return token;
  }

  /**
   * The JSON behind a path such as {@code /api/v1/status}.
   *
   * @throws IOException nobody answers, or not with 200 and JSON
   */
  public JsonNode get(String path) throws IOException, InterruptedException {
    HttpResponse<String> answer = send(request(path).GET().build());
    if (answer.statusCode() != 200) {
      throw new IOException(
          "GET " + path + ": got " + answer.statusCode() + ", want 200: " + answer.body());
    }
    return JSON.readTree(answer.body());
  }

  /** The variables at or below a path of the process tree. */
  public JsonNode values(String path) throws IOException, InterruptedException {
    String query = URLEncoder.encode(path, StandardCharsets.UTF_8);
    return get("/api/v1/values?path=" + query);
  }

  /** The answer to a PUT of JSON, whatever its status. */
  public HttpResponse<String> put(String path, JsonNode body)
      throws IOException, InterruptedException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(body.toString()))
            .build());
  }

  /** The answer to a POST of JSON, whatever its status. */
  public HttpResponse<String> post(String path, JsonNode body)
      throws IOException, InterruptedException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.toString()))
            .build());
  }

  /** The answer to a command in TiXML, whatever it says. */
  public String tixml(String command) throws IOException, InterruptedException {
    return send(request("/api/v1/tixml")
            .header("Content-Type", "application/xml")
            .POST(BodyPublishers.ofString(command))
            .build())
        .body();
  }

  /** The answer to a DELETE, whatever its status. */
  public HttpResponse<String> delete(String path) throws IOException, InterruptedException {
    return send(request(path).DELETE().build());
  }

  /** The answer to a GET, whatever its status. */
  public HttpResponse<String> ask(String path) throws IOException, InterruptedException {
    return send(request(path).GET().build());
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path)).timeout(PATIENCE);
    return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return http.send(request, BodyHandlers.ofString());
  }
}
