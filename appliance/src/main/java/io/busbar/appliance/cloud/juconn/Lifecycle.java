package io.busbar.appliance.cloud.juconn;

import io.busbar.appliance.cloud.BrokerSettings;
import io.busbar.appliance.cloud.Connector.Effect;
import io.busbar.appliance.cloud.ConnectorType.Gateway;
import io.busbar.appliance.cloud.Message;
import io.busbar.appliance.tixml.codec.Element;
import io.busbar.drivers.Backoff;
import io.busbar.drivers.schema.DurationText;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How a gateway makes itself known (manual, tables 1-2 and 1-3): it asks for its ids, waits, tells
 * its data model, waits, and runs. Whatever goes wrong is told and tried again, after {@code
 * repeatAfter} first and 5 min at most, each wait spread by half, so that a thousand gateways do
 * not storm a portal.
 *
 * <p>An error in the initialisation sends the gateway back to the rollout (section 2.2.1), unless
 * its ids are configured. A portal that then refuses or ignores the rollout is told the data model
 * again under the ids that are stored: so neither of the two answers can hold a gateway for ever.
 */
final class Lifecycle {
  static final String TIMER = "lifecycle";

  /** The longest wait before a request is repeated. */
  static final Duration MOST = Duration.ofMinutes(5);

  private static final double SPREAD = 0.5;

  /** Attempts to reach the portal's data broker before the configured one is asked again. */
  private static final int UNREACHABLE = 5;

  /** The manual's states; ROLLOUT and INIT are those in which the next request is due. */
  enum Phase {
    DISCONNECTED,
    ROLLOUT,
    WAIT_FOR_ROLLOUT_RESULT,
    INIT,
    WAIT_FOR_INIT_RESULT,
    RUNNING
  }

  private final Gateway gateway;
  private final @Nullable Ids configured;
  private final Keepsake keepsake;
  private final Format format;
  private final DataModel model;
  private final Function<List<Element>, Effect> activate;
  private final Duration answerWithin;
  private final Backoff backoff;
  private final RandomGenerator random;

  private Phase phase = Phase.DISCONNECTED;
  private Identity identity = Identity.NONE;
  private BrokerSettings base;
  private BrokerSettings dialled;
  private int lastWayBack;
  private boolean rolloutNext;
  private boolean hurry = true;
  private int failures;

  /** The request whose answer is wanted; empty when none is. */
  private String request = "";

  /**
   * @param base the configured broker
   * @param settings with the ids that are configured, if they are
   * @param activate what executes the configuration that a portal may send with the ids
   * @param random spreads the waits; each gateway needs its own
   */
  Lifecycle(
      Gateway gateway,
      BrokerSettings base,
      JuconnSettings settings,
      Keepsake keepsake,
      Format format,
      DataModel model,
      Function<List<Element>, Effect> activate,
      RandomGenerator random) {
    this.gateway = gateway;
    this.base = base;
    this.dialled = base;
    this.configured = Ids.configured(settings);
    this.answerWithin = settings.answerWithin();
    this.backoff = new Backoff(settings.repeatAfter(), MOST, SPREAD);
    this.keepsake = keepsake;
    this.format = format;
    this.model = model;
    this.activate = activate;
    this.random = random;
  }

  Phase phase() {
    return phase;
  }

  /** The ids in use; only asked when there are some. */
  Ids ids() {
    return Objects.requireNonNull(known());
  }

  /** With what quality of service it speaks on the present connection. */
  int qos() {
    return dialled.qos();
  }

  /**
   * The broker to dial: the one of the rollout's answer, once there is one. When that cannot be
   * reached, every now and then the configured one, for a new rollout.
   *
   * @param attempts that failed in a row
   */
  BrokerSettings broker(BrokerSettings settings, int attempts) {
    base = settings;
    identity = keepsake.read();
    if (attempts == 0) {
      lastWayBack = 0;
    }
    if (attempts - lastWayBack >= UNREACHABLE && !wanted().equals(base)) {
      lastWayBack = attempts;
      rolloutNext = true;
    }
    dialled = wanted();
    return dialled;
  }

  List<Effect> connected() {
    identity = keepsake.read();
    List<Effect> effects = new ArrayList<>();
    effects.add(new Effect.Ready(false, ""));
    if (hurry) {
      effects.addAll(begin());
    } else {
      effects.add(pause());
    }
    return effects;
  }

  void disconnected() {
    if (phase == Phase.WAIT_FOR_ROLLOUT_RESULT || phase == Phase.WAIT_FOR_INIT_RESULT) {
      failures++;
      hurry = false;
    }
    phase = Phase.DISCONNECTED;
    request = "";
  }

  List<Effect> tick() {
    return switch (phase) {
      case DISCONNECTED, RUNNING -> List.of();
      case ROLLOUT, INIT -> begin();
      case WAIT_FOR_ROLLOUT_RESULT -> {
        rolloutNext = false;
        yield failed(unanswered("rollout"));
      }
      case WAIT_FOR_INIT_RESULT -> failed(unanswered("gatewayInit"));
    };
  }

  /** Whether a message is one of the two answers, and what follows from it. */
  @Nullable List<Effect> received(Message message) {
    if (message.topic().equals(rolloutTopic())) {
      boolean open = phase == Phase.WAIT_FOR_ROLLOUT_RESULT || phase == Phase.ROLLOUT;
      return open && !request.isEmpty() ? rolloutResult(message.payload()) : List.of();
    }
    Ids ids = known();
    if (ids != null && message.topic().equals(ids.topic("gatewayInitResult"))) {
      boolean open = phase == Phase.WAIT_FOR_INIT_RESULT || phase == Phase.INIT;
      return open && !request.isEmpty() ? initResult(message.payload()) : List.of();
    }
    return null;
  }

  private List<Effect> begin() {
    identity = keepsake.read(); // Ids that were forgotten meanwhile must not be written back.
    hurry = true;
    if (!wanted().equals(dialled)) {
      return List.of(new Effect.Redial());
    }
    return rolloutDue() ? rollout() : init();
  }

  private boolean rolloutDue() {
    return configured == null && (rolloutNext || identity.ids() == null);
  }

  private @Nullable Ids known() {
    return configured == null ? identity.ids() : configured;
  }

  private BrokerSettings wanted() {
    Ids ids = known();
    return rolloutDue() || ids == null || ids.broker() == null ? base : ids.broker().on(base);
  }

  private List<Effect> rollout() {
    List<Effect> effects = keep(identity.nextRollout());
    phase = Phase.WAIT_FOR_ROLLOUT_RESULT;
    request = gateway.serialNumber() + "_" + identity.rollouts();
    effects.add(new Effect.Subscribe(rolloutTopic(), qos()));
    effects.add(
        publish(
            "fp/gatewayRollout",
            format.rollout(request, gateway.product(), gateway.serialNumber())));
    effects.add(new Effect.Timer(TIMER, answerWithin));
    effects.add(new Effect.Status("rollout asked for, no answer yet", false));
    return effects;
  }

  private List<Effect> init() {
    List<Effect> effects = keep(identity.nextInit());
    phase = Phase.WAIT_FOR_INIT_RESULT;
    request = gateway.serialNumber() + "_init_" + identity.inits();
    effects.add(new Effect.Subscribe(ids().topic("gatewayInitResult"), qos()));
    effects.add(publish(ids().topic("gatewayInit"), format.init(request, model)));
    effects.add(new Effect.Timer(TIMER, answerWithin));
    effects.add(new Effect.Status("data model told, no answer yet", false));
    return effects;
  }

  private List<Effect> rolloutResult(String payload) {
    Answer answer;
    Ids given;
    try {
      answer = Answer.read(payload);
      given = answer.errorCode() == 0 && answered(answer) ? answer.ids(base) : null;
    } catch (UnreadableException e) {
      return List.of(unreadable("rollout", e));
    }
    if (!answered(answer)) {
      return refused("rollout: " + otherRequest(answer));
    }
    if (given == null) {
      rolloutNext = false;
      return refused("rollout: the portal refuses it, " + answer.error());
    }
    List<Effect> effects = keep(identity.with(given));
    rolloutNext = false;
    request = "";
    if (!answer.configuration().isEmpty()) {
      effects.add(activate.apply(answer.configuration()));
    }
    phase = Phase.INIT;
    effects.addAll(begin());
    return effects;
  }

  private List<Effect> initResult(String payload) {
    Answer answer;
    try {
      answer = Answer.read(payload);
    } catch (UnreadableException e) {
      return List.of(unreadable("gatewayInit", e));
    }
    if (!answered(answer)) {
      return refused("gatewayInit: " + otherRequest(answer));
    }
    if (answer.errorCode() != 0) {
      boolean waited = phase == Phase.WAIT_FOR_INIT_RESULT;
      rolloutNext |= waited && configured == null;
      return refused("gatewayInit: the portal refuses it, " + answer.error());
    }
    phase = Phase.RUNNING;
    request = "";
    failures = 0;
    hurry = true;
    String version = answer.portalVersion();
    return List.of(
        new Effect.Ready(true, version),
        new Effect.Status(
            "running as " + ids().gatewayId() + " of customer " + ids().customerId(), false));
  }

  private boolean answered(Answer answer) {
    return answer.responseId().equals(request);
  }

  private String otherRequest(Answer answer) {
    return "got an answer to request `%s`, want one to %s; asked again"
        .formatted(Answer.quote(answer.responseId()), request);
  }

  /** Rubbish answers nothing: the wait goes on. */
  private static Effect unreadable(String what, UnreadableException e) {
    return new Effect.Status("the answer to the %s: %s".formatted(what, e.getMessage()), true);
  }

  private String unanswered(String what) {
    return "%s: no answer within %s; check at the portal whether it knows this gateway"
        .formatted(what, DurationText.format(answerWithin));
  }

  /** What comes after its time is told and changes nothing: the next request is due already. */
  private List<Effect> refused(String words) {
    boolean waits = phase == Phase.WAIT_FOR_ROLLOUT_RESULT || phase == Phase.WAIT_FOR_INIT_RESULT;
    return waits ? failed(words) : List.of(new Effect.Status(words, true));
  }

  /** The request stays open: an answer that only comes late is still an answer. */
  private List<Effect> failed(String words) {
    failures++;
    hurry = false;
    return List.of(new Effect.Status(words, true), pause());
  }

  private Effect pause() {
    phase = rolloutDue() ? Phase.ROLLOUT : Phase.INIT;
    return new Effect.Timer(TIMER, backoff.after(failures, random));
  }

  private List<Effect> keep(Identity changed) {
    List<Effect> effects = new ArrayList<>();
    identity = changed;
    try {
      keepsake.keep(changed);
    } catch (IOException e) {
      effects.add(
          new Effect.Status(
              "what the portal gave cannot be stored and is lost at the next start: " + e, true));
    }
    return effects;
  }

  private Effect publish(String topic, String payload) {
    return new Effect.Publish(new Message(topic, payload, qos(), false), List.of());
  }

  private String rolloutTopic() {
    return rolloutTopic(gateway.serialNumber());
  }

  /** Where the portal answers a gateway that has no ids yet. */
  static String rolloutTopic(String serialNumber) {
    return "fp/gatewayRolloutResult/" + serialNumber;
  }
}
