package io.busbar.appliance;

import com.fasterxml.jackson.databind.JsonNode;
import io.busbar.drivers.schema.DocumentSchema;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The running appliance that a command asks. */
final class AskedAppliance {
  private static final Duration CONNECTS_WITHIN = Duration.ofSeconds(10);

  @Option(
      names = "--url",
      defaultValue = "http://127.0.0.1:8080",
      description = "The appliance, by default ${DEFAULT-VALUE}.")
  private URI url;

  @Option(
      names = "--token",
      defaultValue = "${env:BUSBAR_TOKEN:-}",
      description =
          "An API token, as busbar token prints it; better in the environment, as BUSBAR_TOKEN.")
  private String token;

  /**
   * What it answered.
   *
   * @param status of HTTP
   * @param body missing when it said nothing
   */
  record Answer(int status, JsonNode body) {
    /** The text of a member, or else the status. */
    String why(String member) {
      return body.path(member).asText("answer " + status);
    }
  }

  /** A request for something under its address. */
  HttpRequest.Builder request(String pathAndQuery) {
    HttpRequest.Builder request = HttpRequest.newBuilder(url.resolve(pathAndQuery));
    return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
  }

  /**
   * @throws IOException it cannot be asked; the message says what to look at
   */
  Answer ask(HttpRequest request) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECTS_WITHIN).build()) {
      HttpResponse<String> answer =
          client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      return new Answer(answer.statusCode(), DocumentSchema.mapper().readTree(answer.body()));
    } catch (IOException e) {
      throw new IOException(
          "cannot ask " + url + ": " + e + "; is the appliance running there? See --url", e);
    }
  }
}
