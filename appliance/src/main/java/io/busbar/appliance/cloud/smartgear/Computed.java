package io.busbar.appliance.cloud.smartgear;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * A data point that is computed from others of its device. A meter that has it itself goes first.
 *
 * @param code what it is
 * @param inputs canonical variables, all of which are needed
 * @param how what is made of them
 * @param extreme whether and how the greatest or least since this connection was configured is sent
 */
record Computed(String code, List<String> inputs, How how, Extreme extreme) {
  private static final String[] PHASES = {"L1", "L2", "L3"};
  private static final String[] CURRENTS = {"currentL1", "currentL2", "currentL3"};
  private static final String[] VOLTAGES = {"voltageL1", "voltageL2", "voltageL3"};

  /** All of them. */
  static final List<Computed> ALL = all();

  /** What is made of the inputs at one moment. */
  enum How {
    MEAN,
    SUM,
    DIFFERENCE,
    GREATEST,
    /** The number of the greatest, from 1. */
    WHICH,
    /** The greatest deviation from the mean in % of the mean (NEMA MG 1). */
    UNBALANCE;

    double of(double[] values) {
      double mean = DoubleStream.of(values).average().orElse(0);
      double greatest = DoubleStream.of(values).max().orElse(0);
      return switch (this) {
        case MEAN -> mean;
        case SUM -> DoubleStream.of(values).sum();
        case DIFFERENCE -> values[0] - values[1];
        case GREATEST -> greatest;
        case WHICH -> 1 + Arrays.stream(values).boxed().toList().indexOf(greatest);
        case UNBALANCE ->
            mean == 0
                ? 0
                : 100
                    * DoubleStream.of(values).map(v -> Math.abs(v - mean)).max().orElse(0)
                    / Math.abs(mean);
      };
    }
  }

  /** What of a row of moments is sent. */
  enum Extreme {
    NOW,
    MIN,
    MAX;

    double of(double before, double now) {
      return switch (this) {
        case NOW -> now;
        case MIN -> Math.min(before, now);
        case MAX -> Math.max(before, now);
      };
    }
  }

  private static List<Computed> all() {
    List<Computed> all = new ArrayList<>();
    now(all, 4, How.MEAN, "voltageL1L2", "voltageL2L3", "voltageL3L1");
    now(all, 8, How.MEAN, VOLTAGES);
    now(all, 9, How.UNBALANCE, VOLTAGES);
    now(all, 24, How.MEAN, CURRENTS);
    now(all, 29, How.UNBALANCE, CURRENTS);
    // The document has both "Max Current Average" and "Max Average Current".
    most(all, 30, How.MEAN, CURRENTS);
    most(all, 33, How.MEAN, CURRENTS);
    most(all, 31, How.GREATEST, "currentN");
    most(all, 32, How.GREATEST, "currentGround");
    most(all, 36, How.UNBALANCE, CURRENTS);
    now(all, 37, How.WHICH, CURRENTS);
    most(all, 38, How.GREATEST, CURRENTS);
    now(all, 71, How.MEAN, "powerFactorL1", "powerFactorL2", "powerFactorL3");
    energies(all);
    distortions(all, "thdCurrent", 157, 158, 161);
    distortions(all, "thdVoltage", 179, 180, 183);
    return List.copyOf(all);
  }

  private static void energies(List<Computed> all) {
    int code = 106;
    for (String kind : List.of("active", "reactive", "apparent")) {
      for (String part : List.of("L1", "L2", "L3", "Total")) {
        String in = kind + "EnergyImport" + part;
        String out = kind + "EnergyExport" + part;
        now(all, code, How.DIFFERENCE, in, out);
        now(all, code + 4, How.SUM, in, out);
        code++;
      }
      code += 12;
    }
  }

  private static void distortions(List<Computed> all, String name, int mean, int min, int max) {
    List<String> inputs = new ArrayList<>();
    for (int i = 0; i < PHASES.length; i++) {
      String variable = name + PHASES[i];
      inputs.add(variable);
      all.add(computed(min + i, How.GREATEST, Extreme.MIN, variable));
      most(all, max + i, How.GREATEST, variable);
    }
    all.add(computed(mean, How.MEAN, Extreme.NOW, inputs.toArray(new String[0])));
  }

  private static void now(List<Computed> all, int point, How how, String... inputs) {
    all.add(computed(point, how, Extreme.NOW, inputs));
  }

  private static void most(List<Computed> all, int point, How how, String... inputs) {
    all.add(computed(point, how, Extreme.MAX, inputs));
  }

  private static Computed computed(int point, How how, Extreme extreme, String... inputs) {
    return new Computed("11/" + point, List.of(inputs), how, extreme);
  }

  /** Whether any input is among these variables. */
  boolean uses(Iterable<String> variables) {
    for (String variable : variables) {
      if (inputs.contains(variable)) {
        return true;
      }
    }
    return false;
  }
}
