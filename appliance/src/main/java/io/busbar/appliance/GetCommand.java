package io.busbar.appliance;

import com.fasterxml.jackson.databind.JsonNode;
import io.busbar.appliance.AskedAppliance.Answer;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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

  @Mixin private AskedAppliance appliance = new AskedAppliance();

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    try {
      Answer answer = appliance.ask(request());
      if (answer.status() == 200) {
        answer.body().forEach(variable -> spec.commandLine().getOut().println(line(variable)));
        return 0;
      }
      err.println(path + ": " + answer.why("error"));
      return 2;
    } catch (IOException e) {
      err.println(e.getMessage());
      return 1;
    }
  }

  private HttpRequest request() {
    String query = "/api/v1/values?path=" + URLEncoder.encode(path, StandardCharsets.UTF_8);
    return appliance.request(query).timeout(PATIENCE).build();
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
