package io.busbar.drivers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.busbar.drivers.schema.DocumentSchema;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DerivedPointsTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final DataPoint T1 = point("energyT1", ValueType.INT, "Wh");
  private static final DataPoint T2 = point("energyT2", ValueType.INT, "Wh");
  private static final DataPoint POWER = point("power", ValueType.REAL, "W");
  private static final DataPoint PULSES = point("pulses", ValueType.INT, "");
  private static final DataPoint MODEL = point("model", ValueType.TEXT, "");
  private static final List<DataPoint> OFFERED = List.of(T1, T2, POWER, PULSES, MODEL);

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "name:'power',kind:'sum',inputs:['energyT1','energyT2']"
            + " | /0/name: got power again, want a name of its own",
        "name:'x',kind:'sum',inputs:['energyT1'] | /0/inputs: got 1, want two or more",
        "name:'x',kind:'product',factor:2,inputs:['energyT1','energyT2']"
            + " | /0/inputs: got 2, want one",
        "name:'x',kind:'product',inputs:['power'] | /0/factor: missing; add this key",
        "name:'x',kind:'product',factor:0,inputs:['power'] | /0/factor: got 0, want another",
        "name:'x',kind:'sum',factor:2,inputs:['energyT1','energyT2']"
            + " | /0/factor: want this key only for product and power-from-pulses",
        "name:'x',kind:'product',factor:2,longestGap:'1m',inputs:['power']"
            + " | /0/longestGap: want this key only for power-from-pulses and energy-from-power",
        "name:'x',kind:'energy-from-power',longestGap:'2d',inputs:['power']"
            + " | /0/longestGap: got 2d, want 1s to 1d",
        "name:'x',kind:'sum',inputs:['energyT1','energyT3']"
            + " | /0/inputs/1: got energyT3, want the name of a point that this device has",
        "name:'x',kind:'sum',inputs:['energyT1','x'] | /0/inputs/1: got x, which in turn follows"
            + " from what is unknown or from x itself",
        "name:'x',kind:'sum',inputs:['energyT1','model']"
            + " | /0/inputs/1: got model, which is no number, want one",
        "name:'x',kind:'sum',inputs:['energyT1','power']"
            + " | /0/inputs/1: got power in W, want Wh as energyT1 has",
        "name:'x',kind:'sum',unit:'W',inputs:['energyT1','energyT2'] | /0/unit: got W, want Wh",
        "name:'x',kind:'energy-from-power',inputs:['energyT1']"
            + " | /0/unit: got an input in Wh, want one of A, VA, W, m³/h, var",
        "name:'x',kind:'energy-from-power',unit:'varh',inputs:['power']"
            + " | /0/unit: got varh, want Wh",
        "name:'x',kind:'power-from-pulses',inputs:['pulses'] | /0/unit: got none, want one of A,"
            + " VA, W, m³/h, var: the pulses themselves have no unit",
        "name:'x',kind:'power-from-pulses',inputs:['power']"
            + " | /0/unit: got an input in W, want one of Ah, VAh, Wh, m³, varh",
        "name:'x',kind:'sum',inputs:['energyT1','y']},{name:'y',kind:'sum',inputs:['energyT1','x']"
            + " | /0/inputs/1: got y, which in turn follows from what is unknown or from x itself",
      })
  void refusesWhatCannotBe(String derived, String fault) throws Exception {
    assertEquals(fault, DerivedPoints.problems(settings(derived), OFFERED).getFirst().toString());
  }

  @ParameterizedTest(name = "{0} is {1} {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "kind:'sum',inputs:['energyT1','energyT2'] | INT | Wh",
        "kind:'product',factor:1000,inputs:['energyT1'] | INT | Wh",
        "kind:'product',factor:0.5,inputs:['energyT1'],unit:'m³' | REAL | m³",
        "kind:'energy-from-power',inputs:['power'] | REAL | Wh",
        "kind:'power-from-pulses',inputs:['energyT1'] | REAL | W",
        "kind:'power-from-pulses',inputs:['pulses'],unit:'m³/h',factor:0.01 | REAL | m³/h",
      })
  void knowsTypeAndUnitOfTheResult(String derived, ValueType type, String unit) throws Exception {
    List<DerivedSettings> wanted = settings("name:'x'," + derived);
    assertEquals(List.of(), DerivedPoints.problems(wanted, OFFERED));
    DataPoint point = DerivedPoints.of("M", wanted, OFFERED).points().getFirst();
    assertEquals(type, point.type());
    assertEquals(unit, point.unit());
    assertTrue(point.source().matches("[a-z-]+ of [A-Za-z0-9, ]+"), point.source());
  }

  @Test
  void computesAPointOnceAllOfItsInputsHaveComeAnew() throws Exception {
    DerivedPoints derived =
        DerivedPoints.of(
            "M",
            settings(
                "name:'twice',kind:'product',factor:2,inputs:['total']},"
                    + "{name:'total',kind:'sum',inputs:['energyT1','energyT2']"),
            OFFERED);
    assertEquals(
        List.of("total", "twice"), derived.points().stream().map(DataPoint::name).toList());

    assertEquals(List.of(), derived.after(List.of(good(T1, 1)), 0), "the other is still to come");
    assertEquals(List.of("total 3", "twice 6"), texts(derived.after(List.of(good(T2, 2)), 1)));
    assertEquals(
        List.of(), derived.after(List.of(good(T2, 5)), 2), "the first is of the last poll");
    assertEquals(
        List.of("total UNCERTAIN no answer", "twice UNCERTAIN no answer"),
        texts(derived.after(List.of(Sample.failed(T1, Quality.UNCERTAIN, NOW, "no answer")), 3)));
    assertEquals(
        List.of("total 30", "twice 60"),
        texts(derived.after(List.of(good(T1, 10), good(T2, 20)), 4)));
  }

  private static List<DerivedSettings> settings(String derived) throws Exception {
    String json = "[{" + derived.replaceAll("([{,]|^)([a-zA-Z]+):", "$1'$2':") + "}]";
    return Stream.of(
            DocumentSchema.mapper().readValue(json.replace('\'', '"'), DerivedSettings[].class))
        .toList();
  }

  private static Sample good(DataPoint point, long value) {
    return Sample.good(point, new Value.Int(value), NOW);
  }

  private static List<String> texts(List<Sample> samples) {
    return samples.stream()
        .map(sample ->
            sample.point().name()
                + " "
                + (sample.value() == null
                    ? sample.quality() + " " + sample.reason()
                    : sample.value().toString()))
        .toList();
  }

  private static DataPoint point(String name, ValueType type, String unit) {
    return new DataPoint("M", name, type, unit, "");
  }
}
