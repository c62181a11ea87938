package io.busbar.appliance.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.busbar.appliance.cloud.Message;
import io.busbar.appliance.cloud.Preview;
import io.busbar.appliance.config.Config;
import io.busbar.appliance.process.Latest;
import io.busbar.appliance.process.ProcessTree;
import io.busbar.appliance.process.SectionSettings;
import io.busbar.appliance.process.Send;
import io.busbar.appliance.process.Variable;
import io.busbar.appliance.store.Outbox;
import io.busbar.drivers.schema.DocumentSchema;
import io.busbar.drivers.schema.RefusedException;
import io.busbar.web.CloudTrials;
import io.busbar.web.Console.ConfigDocument.Fault;
import io.busbar.web.Console.TestView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Connections tried, saved or not, and what they would send.
 *
 * @param door knows the configuration that a tried connection becomes a part of
 * @param tests is told what the tests of saved connections came to
 */
record ConsoleCloudTrials(
    ApplianceConsole.Running appliance,
    ConfigDoor door,
    TestDesk desk,
    ConsoleReport.Tests tests,
    InstantSource clock)
    implements CloudTrials {
  /** More of a message shows nothing more. */
  private static final int MOST_SHOWN = 20_000;

  private static final int MOST_MESSAGES = 20;

  @Override
  public Started start(String connector) {
    Config.Cloud<?> cloud = door.connection(connector);
    return cloud == null
        ? new Started.Unknown()
        : start(cloud, found -> tests.add(connector, clock.instant(), found));
  }

  @Override
  public Started start(@Nullable String replaces, byte[] json) {
    Config.Cloud<?> candidate;
    try {
      candidate = door.candidate(replaces, object(json));
    } catch (RefusedException e) {
      return new Started.Refused(e.problems().stream().map(ConfigDoor::fault).toList());
    } catch (IllegalArgumentException e) {
      return new Started.Refused(List.of(new Fault("", String.valueOf(e.getMessage()))));
    }
    return start(candidate, _ -> {});
  }

  private Started start(Config.Cloud<?> cloud, Consumer<TestView> done) {
    return desk.start(cloud.name(), begun -> appliance.test(cloud, begun), done);
  }

  @Override
  public @Nullable TestRun read() {
    return desk.read();
  }

  @Override
  public @Nullable TestRun cancel() {
    return desk.cancel();
  }

  private static ObjectNode object(byte[] json) {
    try {
      JsonNode read = DocumentSchema.mapper().readTree(json);
      if (read instanceof ObjectNode connector) {
        return connector;
      }
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("got no JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new IllegalArgumentException("got no object, want a connection");
  }

  @Override
  public @Nullable PreviewView preview(String connector) {
    Config.Cloud<?> cloud = door.connection(connector);
    if (cloud == null) {
      return null;
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Preview preview = cloud.preview(entries(cloud, now), now);
    return new PreviewView(views(preview.first()), views(preview.data()));
  }

  /** Every section once, with what its variables are now. */
  private List<Outbox.Entry> entries(Config.Cloud<?> cloud, Instant now) {
    List<Outbox.Entry> entries = new ArrayList<>();
    for (SectionSettings section : cloud.common().sections()) {
      ProcessTree tree = appliance.tree();
      List<Variable> variables =
          section.points().stream().map(point -> tree.variable(point.path())).toList();
      List<Latest> latest = tree.read(variables);
      List<Send.Reading> readings = new ArrayList<>();
      for (int i = 0; i < latest.size(); i++) {
        Latest one = latest.get(i);
        Instant time = one.time() == null ? now : one.time();
        readings.add(
            new Send.Reading(section.points().get(i).name(), one.value(), one.quality(), time));
      }
      entries.add(
          new Outbox.Entry(entries.size(), new Send(cloud.name(), section.name(), now, readings)));
    }
    return entries;
  }

  private static List<MessageView> views(List<Message> messages) {
    return messages.stream().limit(MOST_MESSAGES).map(ConsoleCloudTrials::view).toList();
  }

  private static MessageView view(Message message) {
    String payload = message.payload();
    boolean whole = payload.length() <= MOST_SHOWN;
    return new MessageView(
        message.topic(),
        whole ? payload : payload.substring(0, MOST_SHOWN) + "…",
        payload.getBytes(StandardCharsets.UTF_8).length,
        message.qos(),
        message.retain());
  }
}
