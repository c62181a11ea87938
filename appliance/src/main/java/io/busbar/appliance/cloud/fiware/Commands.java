package io.busbar.appliance.cloud.fiware;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.busbar.appliance.cloud.Connector.Effect;
import io.busbar.appliance.cloud.Connector.Event;
import io.busbar.appliance.cloud.Message;
import io.busbar.appliance.process.SetOutcome;
import io.busbar.drivers.schema.DocumentSchema;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Commands of the platform: {@code {"attribute":value}} sets the variable of that attribute. */
final class Commands {
  private static final JsonMapper MAPPER = DocumentSchema.mapper();
  private static final int MOST_FIELDS = 20;
  private static final int LONGEST_NAME = 300;

  private record Asked(Entity entity, String name) {}

  private final Map<String, Entity> byTopic;
  private final int qos;
  private final Map<String, Asked> asked = new HashMap<>();
  private long next;

  Commands(List<Entity> entities, int qos) {
    this.byTopic =
        entities.stream().collect(Collectors.toMap(e -> e.topics() + "/cmd", Function.identity()));
    this.qos = qos;
  }

  List<Effect> subscriptions() {
    List<Effect> effects = new ArrayList<>();
    byTopic.forEach((topic, entity) -> {
      for (Attribute attribute : entity.attributes()) {
        if (attribute.point().writable()) {
          effects.add(new Effect.Subscribe(topic, qos));
          break;
        }
      }
    });
    return effects;
  }

  /** A kept message would be carried out anew with every connection, so it is refused. */
  List<Effect> received(Message message) {
    Entity entity = byTopic.get(message.topic());
    if (entity == null) {
      return List.of();
    }
    JsonNode fields = fields(message.payload());
    if (message.retain() || fields == null || fields.size() > MOST_FIELDS) {
      return List.of(
          new Effect.Status(
              "a command on "
                  + message.topic()
                  + " is refused: "
                  + (message.retain()
                      ? "it is a retained message, want one that is not"
                      : "want a JSON object with 1 to " + MOST_FIELDS + " commands"),
              true));
    }
    List<Effect> effects = new ArrayList<>();
    fields.properties().forEach(e -> effects.add(run(entity, e.getKey(), e.getValue())));
    return effects;
  }

  private Effect run(Entity entity, String name, JsonNode value) {
    Attribute attribute = entity.command(name);
    if (attribute == null) {
      return answer(entity, name, "unknown, or a variable that can only be read");
    }
    Object wanted = value(attribute, value);
    if (wanted == null) {
      return answer(entity, name, "want a number, a text, true or false");
    }
    String id = Long.toString(next++);
    asked.put(id, new Asked(entity, name));
    return new Effect.Set(id, attribute.point().path(), wanted);
  }

  List<Effect> answer(Event.WasSet set) {
    Asked question = asked.remove(set.id());
    return question == null
        ? List.of()
        : List.of(answer(question.entity(), question.name(), words(set.outcome())));
  }

  private static String words(SetOutcome outcome) {
    return switch (outcome) {
      case SetOutcome.Done _ -> "done";
      case SetOutcome.Unknown _ -> "failed: the variable is gone";
      case SetOutcome.ReadOnly _ -> "failed: the variable can only be read";
      case SetOutcome.Misfit(String reason) -> "failed: " + reason;
      case SetOutcome.Failed(var why) -> "failed: " + why.getMessage();
      case SetOutcome.Pending(var waited) ->
          "pending: not done within " + waited.toSeconds() + " s, it goes on";
    };
  }

  private Effect answer(Entity entity, String name, String text) {
    String topic = entity.topics() + "/cmdexe";
    String body = MAPPER.createObjectNode().put(cut(name), text).toString();
    return new Effect.Publish(new Message(topic, body, qos, false), List.of());
  }

  private static String cut(String name) {
    return name.substring(0, Math.min(name.length(), LONGEST_NAME));
  }

  private static @Nullable JsonNode fields(String payload) {
    try {
      JsonNode node = MAPPER.readTree(payload);
      return node.isObject() && !node.isEmpty() ? node : null;
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  /** In the variable's own unit, as the measures are the other way round. */
  private static @Nullable Object value(Attribute attribute, JsonNode value) {
    if (value.isBoolean()) {
      return value.booleanValue();
    }
    if (value.isTextual()) {
      return value.textValue();
    }
    if (!value.isNumber()) {
      return null;
    }
    BigDecimal factor = attribute.factor();
    if (factor != null && factor.compareTo(BigDecimal.ONE) != 0) {
      return value.decimalValue().divide(factor, MathContext.DECIMAL64).doubleValue();
    }
    return value.isIntegralNumber() && value.canConvertToLong()
        ? (Object) value.longValue()
        : (Object) value.doubleValue();
  }
}
