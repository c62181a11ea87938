package io.busbar.hwtest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Somebody who is logged in with a password, as a browser is. */
record WebSession(String address, String sid, String formToken) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final Pattern SID = Pattern.compile("sid=([^;]+)");

  /** Logs in. */
  static WebSession in(String address, String user, String password)
      throws IOException, InterruptedException {
    ObjectNode body = JSON.createObjectNode().put("user", user).put("password", password);
    HttpResponse<String> answer =
        CLIENT.send(
            HttpRequest.newBuilder(URI.create(address + "/api/v1/session"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()))
                .build(),
            BodyHandlers.ofString());
    Matcher sid = SID.matcher(answer.headers().firstValue("Set-Cookie").orElse(""));
    if (!sid.find()) {
      throw new IOException("login: got " + answer.statusCode() + " " + answer.body());
    }
    String token = JSON.readTree(answer.body()).path("formToken").asText();
    return new WebSession(address, sid.group(1), token);
  }

  byte[] bytes(String path) throws IOException, InterruptedException {
    return CLIENT
        .send(
            request(path).header("Accept", "text/html, application/json").GET().build(),
            BodyHandlers.ofByteArray())
        .body();
  }

  /** A stream of events, line by line, until the appliance ends it. */
  BufferedReader stream(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address + path)).header("Cookie", "sid=" + sid).build();
    return new BufferedReader(
        new InputStreamReader(
            CLIENT.send(request, BodyHandlers.ofInputStream()).body(), StandardCharsets.UTF_8));
  }

  int status(String path) throws IOException, InterruptedException {
    return CLIENT.send(request(path).GET().build(), BodyHandlers.discarding()).statusCode();
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return JSON.readTree(new String(bytes(path), StandardCharsets.UTF_8));
  }

  /** Posts JSON and wants a status. */
  JsonNode post(String path, String json, int wanted) throws IOException, InterruptedException {
    HttpResponse<String> answer = send(path, json);
    if (answer.statusCode() != wanted) {
      throw new IOException(path + ": got " + answer.statusCode() + " " + answer.body());
    }
    return JSON.readTree(answer.body());
  }

  /** Posts JSON; the status. */
  int postQuietly(String path, String json) throws IOException, InterruptedException {
    return send(path, json).statusCode();
  }

  private HttpResponse<String> send(String path, String json)
      throws IOException, InterruptedException {
    return CLIENT.send(
        request(path)
            .header("Content-Type", "application/json")
            .header("X-Form-Token", formToken)
            .POST(BodyPublishers.ofString(json))
            .build(),
        BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(address + path))
        .header("Cookie", "sid=" + sid)
        .timeout(Duration.ofSeconds(60));
  }
}
