package io.busbar.appliance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.busbar.appliance.AskedAppliance.Answer;
import io.busbar.drivers.schema.DocumentSchema;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code busbar set PATH VALUE}: sets a variable through a running appliance. */
@Command(
    name = "set",
    description =
        "Sets a variable and waits until its device has the value: exit 0, 2 when it was not set,"
            + " 1 when the appliance cannot be asked.")
final class SetCommand implements Callable<Integer> {
  /** The appliance itself answers within 20 s. */
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "PATH", description = "For example /Process/Radio/Energy_4/interval.")
  private String path;

  @Parameters(
      paramLabel = "VALUE",
      description = "A number, true, false or a text; \"600\" with its quotes is a text.")
  private String value;

  @Mixin private AskedAppliance appliance = new AskedAppliance();

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    if (!io.busbar.appliance.process.Path.isPath(path) || path.isEmpty()) {
      err.println("got " + path + ", want a path like /Process/Radio/Energy_4/interval");
      return 2;
    }
    try {
      return told(appliance.ask(request()));
    } catch (IOException e) {
      err.println(e.getMessage());
      return 1;
    }
  }

  private int told(Answer answer) {
    if (answer.status() == 200) {
      JsonNode set = answer.body();
      String line = path + " = " + set.path("value").asText() + " " + set.path("unit").asText();
      spec.commandLine().getOut().println(line.strip());
      return 0;
    }
    String reason = answer.why(answer.status() == 202 ? "pending" : "error");
    spec.commandLine().getErr().println(path + ": " + reason);
    return 2;
  }

  private HttpRequest request() {
    String body = DocumentSchema.mapper().createObjectNode().set("value", scalar()).toString();
    return appliance
        .request("/api/v1/values" + path)
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
