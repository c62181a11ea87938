package io.busbar.appliance;

import com.fasterxml.jackson.databind.JsonNode;
import io.busbar.drivers.schema.DocumentSchema;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code busbar get PATH}: what a running appliance knows of a variable or a branch. */
@Command(
    name = "get",
    description =
        "Prints the variables at or below a path: exit 0, 2 when there are none, 1 when"
            + " the appliance cannot be asked.")
final class GetCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "PATH",
      description = "For example /Process or /Process/Lan/PAC1/frequency.")
  private String path;

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

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      HttpResponse<String> answer =
          client.send(request(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      JsonNode body = DocumentSchema.mapper().readTree(answer.body());
      if (answer.statusCode() == 200) {
        body.forEach(variable -> spec.commandLine().getOut().println(line(variable)));
        return 0;
      }
      err.println(path + ": " + body.path("error").asText("answer " + answer.statusCode()));
      return 2;
    } catch (IOException e) {
      err.println("cannot ask " + url + ": " + e + "; is the appliance running there? See --url");
      return 1;
    }
  }

  private HttpRequest request() {
    String query = "/api/v1/values?path=" + URLEncoder.encode(path, StandardCharsets.UTF_8);
    return AuthorizedRequest.to(url.resolve(query), token).timeout(PATIENCE).build();
  }

  private static String line(JsonNode variable) {
    JsonNode age = variable.path("ageMs");
    return "%s = %s %s  %s%s%s"
        .formatted(
            variable.path("path").asText(),
            variable.path("value").isNull() ? "-" : variable.path("value").asText(),
            variable.path("unit").asText(),
            variable.path("quality").asText(),
            age.isNumber() ? ", %.1f s old".formatted(age.asLong() / 1000.0) : "",
            variable.path("reason").isTextual() ? ", " + variable.path("reason").asText() : "");
  }
}
