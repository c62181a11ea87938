package io.busbar.appliance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.busbar.drivers.schema.DocumentSchema;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code busbar set PATH VALUE}: sets a variable through a running appliance. */
@Command(
    name = "set",
    description =
        "Sets a variable and waits until its device has the value: exit 0, 2 when it was not set,"
            + " 1 when the appliance cannot be asked.")
final class SetCommand implements Callable<Integer> {
  private static final Duration CONNECTS_WITHIN = Duration.ofSeconds(10);

  /** The appliance itself answers within 20 s. */
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "PATH", description = "For example /Process/Radio/Energy_4/interval.")
  private String path;

  @Parameters(
      paramLabel = "VALUE",
      description = "A number, true, false or a text; \"600\" with its quotes is a text.")
  private String value;

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
    if (!io.busbar.appliance.process.Path.isPath(path) || path.isEmpty()) {
      err.println("got " + path + ", want a path like /Process/Radio/Energy_4/interval");
      return 2;
    }
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECTS_WITHIN).build()) {
      HttpResponse<String> answer =
          client.send(request(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      JsonNode body = DocumentSchema.mapper().readTree(answer.body());
      return told(answer.statusCode(), body);
    } catch (IOException e) {
      err.println("cannot ask " + url + ": " + e + "; is the appliance running there? See --url");
      return 1;
    }
  }

  private int told(int status, JsonNode body) {
    if (status == 200) {
      String unit = body.path("unit").asText();
      spec.commandLine()
          .getOut()
          .println((path + " = " + body.path("value").asText() + " " + unit).strip());
      return 0;
    }
    String reason = body.path(status == 202 ? "pending" : "error").asText("answer " + status);
    spec.commandLine().getErr().println(path + ": " + reason);
    return 2;
  }

  private HttpRequest request() {
    String body = DocumentSchema.mapper().createObjectNode().set("value", scalar()).toString();
    return AuthorizedRequest.to(url.resolve("/api/v1/values" + path), token)
        .timeout(PATIENCE)
        .header("Content-Type", "application/json")
        .PUT(BodyPublishers.ofString(body))
        .build();
  }

  private JsonNode scalar() {
    try {
      JsonNode read = DocumentSchema.mapper().readTree(value);
      return read.isValueNode() && !read.isNull() ? read : TextNode.valueOf(value);
    } catch (JsonProcessingException e) {
      return TextNode.valueOf(value);
    }
  }
}
