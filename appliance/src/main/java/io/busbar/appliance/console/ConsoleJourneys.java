package io.busbar.appliance.console;

import io.busbar.appliance.journey.Journey;
import io.busbar.appliance.journey.Journey.Leg;
import io.busbar.appliance.process.Follower.Judgement;
import io.busbar.appliance.process.Latest;
import io.busbar.appliance.store.Outbox.Place;
import io.busbar.drivers.Traceable;
import io.busbar.drivers.Value;
import io.busbar.web.Journeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The way of single readings as the web sees it. */
public record ConsoleJourneys(ApplianceConsole.Running appliance) implements Journeys {
  /**
   * That a section wants to send a variable.
   *
   * @param point the variable's name at the platform
   * @param send when the section sends, as the configuration has it
   * @param atWork whether it does so now
   */
  public record Wanted(
      String connector, String section, String point, String send, boolean atWork) {}

  /** One Send. */
  private record Letter(String connector, long number) {}

  @Override
  public @Nullable JourneysView of(String path) {
    if (appliance.tree().under(path) == null) {
      return null;
    }
    Map<Letter, Place> places = places(appliance.journeys(path));
    // Asked again: what has left the outbox and is not done by now was given up.
    List<Journey> journeys = appliance.journeys(path);
    return new JourneysView(
        path,
        io.busbar.appliance.journey.Journeys.MOST,
        journeys.stream().map(journey -> view(journey, places)).toList());
  }

  private Map<Letter, Place> places(List<Journey> journeys) {
    Map<Letter, Place> places = new HashMap<>();
    for (Journey journey : journeys) {
      for (Leg leg : journey.legs()) {
        if (leg.number() != 0 && leg.done() == null) {
          places.computeIfAbsent(
              new Letter(leg.judgement().connector(), leg.number()),
              letter -> appliance.place(letter.connector(), letter.number()));
        }
      }
    }
    return places;
  }

  private JourneyView view(Journey journey, Map<Letter, Place> places) {
    Latest latest = journey.latest();
    List<Wanted> wanting = appliance.wanting(journey.path());
    List<LegView> legs = new ArrayList<>();
    journey.legs().forEach(leg -> legs.add(view(leg, rule(wanting, leg.judgement()), places)));
    wanting.stream()
        .filter(wanted -> journey.legs().stream().noneMatch(leg -> isOf(leg, wanted)))
        .forEach(wanted -> legs.add(unjudged(wanted, journey.newest())));
    return new JourneyView(
        journey.id(),
        journey.path(),
        journey.point().source(),
        wire(journey.origin()),
        plain(latest.value()),
        journey.point().unit(),
        latest.quality().name(),
        journey.sample().time(),
        appliance.timeKnown(journey.sample().time()),
        latest.reason(),
        journey.taken(),
        legs);
  }

  private static boolean isOf(Leg leg, Wanted wanted) {
    return leg.judgement().connector().equals(wanted.connector())
        && leg.judgement().section().equals(wanted.section());
  }

  private static String rule(List<Wanted> wanting, Judgement judgement) {
    return wanting.stream()
        .filter(one ->
            one.connector().equals(judgement.connector())
                && one.section().equals(judgement.section()))
        .map(Wanted::send)
        .findFirst()
        .orElse("");
  }

  private static @Nullable WireView wire(Traceable.@Nullable Origin origin) {
    if (origin == null) {
      return null;
    }
    Traceable.@Nullable Decoded decoded = origin.decoded();
    return new WireView(
        origin.request(),
        origin.answer(),
        millis(origin.took()),
        decoded == null ? null : decoded.place(),
        decoded == null ? null : decoded.raw(),
        decoded == null ? null : decoded.form(),
        decoded == null ? null : decoded.number(),
        decoded == null ? null : decoded.rule(),
        origin.trouble());
  }

  private static LegView view(Leg leg, String rule, Map<Letter, Place> places) {
    Judgement judgement = leg.judgement();
    return new LegView(
        judgement.connector(),
        judgement.section(),
        judgement.point(),
        rule,
        state(leg, places.get(new Letter(judgement.connector(), leg.number()))),
        judgement.cause().name().toLowerCase(Locale.ROOT).replace('_', '-'),
        judgement.time(),
        leg.looks(),
        plain(judgement.last()),
        judgement.difference(),
        judgement.limit(),
        leg.number() == 0 ? null : leg.number(),
        leg.late(),
        leg.topic(),
        leg.excerpt(),
        leg.attempts(),
        leg.published(),
        leg.acknowledged(),
        millis(leg.roundTrip()),
        leg.done());
  }

  /** Where it is; of a Send that nobody asked about, as far as its journey tells. */
  private static String state(Leg leg, @Nullable Place place) {
    if (!leg.judgement().cause().reports()) {
      return "held";
    }
    if (leg.done() != null) {
      return "done";
    }
    if (leg.acknowledged() != null) {
      return "acknowledged";
    }
    if (place == Place.GONE) {
      return "given-up";
    }
    if (leg.published() != null) {
      return "published";
    }
    if (leg.late() != null) {
      return "taken";
    }
    return place == Place.DISK ? "disk" : "memory";
  }

  /** A section that has not looked at it: it will, or a newer reading came before. */
  private static LegView unjudged(Wanted wanted, boolean newest) {
    return new LegView(
        wanted.connector(),
        wanted.section(),
        wanted.point(),
        wanted.send(),
        wanted.atWork() ? newest ? "waits-for-look" : "overtaken" : "off",
        null,
        null,
        0,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        0,
        null,
        null,
        null,
        null);
  }

  private static @Nullable Object plain(@Nullable Value value) {
    return value == null ? null : ConsoleValues.plain(value);
  }

  private static @Nullable Double millis(@Nullable Duration time) {
    return time == null ? null : Math.round(time.toNanos() / 1e3) / 1e3;
  }
}
