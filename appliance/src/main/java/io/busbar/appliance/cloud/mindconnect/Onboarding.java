package io.busbar.appliance.cloud.mindconnect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.busbar.appliance.cloud.Connector.Effect;
import io.busbar.appliance.cloud.Message;
import io.busbar.drivers.Backoff;
import io.busbar.drivers.schema.DocumentSchema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Makes the gateway known: uploads the data model, waits for its Success, instantiates it, waits
 * again. What fails or stays unanswered is told and tried again, after a minute first and an hour
 * at most. The time series waits for none of it.
 */
final class Onboarding {
  /** The platform's limit for every message. */
  static final int MOST_BYTES = 131_072;

  static final String TIMER = "onboarding";
  static final Duration ANSWER_WITHIN = Duration.ofSeconds(60);

  private static final int LONGEST_QUOTE = 600;
  private static final Backoff BACKOFF = new Backoff(Duration.ofMinutes(1), Duration.ofHours(1), 0);
  private static final JsonMapper MAPPER = DocumentSchema.mapper();

  private enum Step {
    IDLE,
    MODEL_SENT,
    INSTANCE_SENT,
    PAUSED
  }

  private final String topics;
  private final String modelId;
  private final DataModel model;
  private final Map<String, String> parameters;
  private final int qos;
  private final String gateway;
  private final Map<String, String> accepted;
  private Step step = Step.IDLE;
  private int attempts;

  /**
   * @param topics {@code tc/<tenant>/<clientId>}
   * @param parameters what stands for {@code ${name}} in the model
   * @param gateway what makes this agent one of its kind: broker and client id
   * @param accepted the request id of the model that each agent has on the platform
   */
  Onboarding(
      String topics,
      String modelId,
      DataModel model,
      Map<String, String> parameters,
      int qos,
      String gateway,
      Map<String, String> accepted) {
    this.topics = topics;
    this.modelId = modelId;
    this.model = model;
    this.parameters = parameters;
    this.qos = qos;
    this.gateway = gateway;
    this.accepted = accepted;
  }

  List<Effect> connected() {
    List<Effect> effects = new ArrayList<>();
    effects.add(new Effect.Subscribe(topics + "/i/amo_v3/#", Math.min(qos, 1)));
    if (model.requestId().equals(accepted.get(gateway))) {
      effects.add(done());
    } else if (model.bytes() > MOST_BYTES) {
      effects.add(
          new Effect.Status(
              "the data model has "
                  + model.bytes()
                  + " bytes, want at most "
                  + MOST_BYTES
                  + "; configure fewer points, or make the model by hand and set onboard to false",
              true));
    } else if (attempts == 0) {
      effects.add(new Effect.Status("data model uploaded, no answer yet", false));
      effects.addAll(upload());
    } else {
      effects.add(pause());
    }
    return effects;
  }

  void disconnected() {
    step = Step.IDLE;
  }

  List<Effect> tick() {
    return switch (step) {
      case IDLE -> List.of();
      case PAUSED -> upload();
      case MODEL_SENT, INSTANCE_SENT ->
          failed(
              "no answer from the platform within "
                  + ANSWER_WITHIN.toSeconds()
                  + " s to the "
                  + (step == Step.MODEL_SENT ? "data model" : "instantiation")
                  + "; check in Asset Manager whether the agent is onboarded");
    };
  }

  /** An answer: {@code ms} is the state of the model, {@code ip} that of the instantiation. */
  List<Effect> received(Message message) {
    Step asked =
        switch (message.topic().substring(message.topic().lastIndexOf('/') + 1)) {
          case "ms" -> Step.MODEL_SENT;
          case "ip" -> Step.INSTANCE_SENT;
          default -> Step.IDLE;
        };
    if (step == Step.IDLE || asked != step) {
      return List.of();
    }
    try {
      JsonNode answer = MAPPER.readTree(message.payload());
      String requestId = answer.path("requestId").asText(request());
      return requestId.equals(request()) ? judged(answer.path("data")) : List.of();
    } catch (JsonProcessingException e) {
      return List.of(
          new Effect.Status("the platform's answer is no JSON: " + quote(message.payload()), true));
    }
  }

  private List<Effect> judged(JsonNode data) {
    return switch (data.path("status").asText()) {
      case "Success" -> step == Step.MODEL_SENT ? instantiate() : accepted();
      case "Failed" ->
          failed(
              "the platform refuses the "
                  + (step == Step.MODEL_SENT ? "data model: " : "instantiation: ")
                  + quote(words(data)));
      case "InProgress" -> List.of(await());
      default -> List.of();
    };
  }

  private List<Effect> upload() {
    attempts++;
    step = Step.MODEL_SENT;
    return List.of(publish("m", model.json()), await());
  }

  private List<Effect> instantiate() {
    step = Step.INSTANCE_SENT;
    ArrayNode values = MAPPER.createArrayNode();
    new TreeMap<>(parameters)
        .forEach((name, value) -> values.addObject().put("name", name).put("value", value));
    JsonNode request =
        MAPPER
            .createObjectNode()
            .put("id", request())
            .set(
                "data",
                MAPPER
                    .createObjectNode()
                    .put("modelExternalId", modelId)
                    .set(
                        "parameterization",
                        MAPPER.createObjectNode().set("values", values)));
    return List.of(publish("i", request.toString()), await());
  }

  private List<Effect> accepted() {
    accepted.put(gateway, model.requestId());
    step = Step.IDLE;
    attempts = 0;
    return List.of(done());
  }

  private List<Effect> failed(String text) {
    return List.of(new Effect.Status(text + "; data is sent all the same", true), pause());
  }

  private Effect pause() {
    step = Step.PAUSED;
    return new Effect.Timer(TIMER, BACKOFF.after(attempts, new SplittableRandom(0)));
  }

  private Effect await() {
    return new Effect.Timer(TIMER, ANSWER_WITHIN);
  }

  private Effect done() {
    return new Effect.Status("data model " + modelId + " is instantiated", false);
  }

  private Effect publish(String topic, String payload) {
    return new Effect.Publish(
        new Message(topics + "/o/amo_v3/" + topic, payload, qos, false), List.of());
  }

  /** The id of the request whose answer is awaited. */
  private String request() {
    return step == Step.INSTANCE_SENT ? modelId + "_DeviceInstantiationRequest" : model.requestId();
  }

  private static String words(JsonNode data) {
    String message = data.path("message").asText();
    JsonNode errors = data.path("errors");
    return errors.isMissingNode() || errors.isEmpty() ? message : message + " " + errors;
  }

  private static String quote(String text) {
    return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "...";
  }
}
