package io.busbar.web;

import io.busbar.web.Console.ConfigDocument.Fault;
import io.busbar.web.Console.StageView;
import io.busbar.web.Console.TestView;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Certificates, tests of connections and sections that remember what they were asked. */
final class FakeClouds implements Certificates, CloudTrials, Sections {
  /** What was kept, by the name that it was kept under. */
  final Map<String, Upload> kept = new TreeMap<>();

  /** Connections that were tried, as JSON. */
  final List<String> tried = new ArrayList<>();

  final List<RehearsalOrder> rehearsed = new ArrayList<>();

  /** The present test; what a test sets, it is. */
  volatile @Nullable TestRun run;

  volatile @Nullable Kept nextKept;
  volatile List<CertificateView> certificates = List.of();
  volatile List<SectionView> sections = List.of();

  @Override
  public List<CertificateView> all() {
    return certificates;
  }

  @Override
  public Kept put(String name, Upload upload) {
    Kept prepared = nextKept;
    if (prepared != null) {
      return prepared;
    }
    kept.put(name, upload);
    return new Kept.Done(
        upload.authorities() == null ? null : name + "-ca.pem",
        upload.certificate() == null ? null : name + "-cert.pem",
        upload.key() == null ? null : name + "-key.pem");
  }

  @Override
  public Removed remove(String file) {
    return switch (file) {
      case "plant-ca.pem" -> new Removed.Done();
      case "used-ca.pem" -> new Removed.Not("used-ca.pem is used by Cloud");
      default -> new Removed.Unknown();
    };
  }

  @Override
  public Started start(String connector) {
    return connector.equals("Cloud")
        ? going(new StageView(2, "tcp", "failed", "refused; check the port", 201))
        : new Started.Unknown();
  }

  @Override
  public Started start(@Nullable String replaces, byte[] json) {
    String text = new String(json, StandardCharsets.UTF_8);
    tried.add(replaces + " " + text);
    return text.contains("ssl:")
        ? going(new StageView(3, "tls", "failed", "signed by nobody we trust", 303))
        : new Started.Refused(List.of(new Fault("/broker/url", "got none, want ssl://host")));
  }

  /** One that is over at once, or the one that {@link #run} says is still going on. */
  private Started going(StageView stage) {
    TestRun before = run;
    if (before != null && before.goesOn()) {
      return new Started.Busy(before);
    }
    TestRun over = new TestRun(1, "Cloud", "done", new TestView(false, List.of(stage)));
    TestRun now = at("name");
    run = now;
    return new Started.Going(now, CompletableFuture.completedFuture(over));
  }

  /** A test that tries a stage of three. */
  static TestRun at(String stage) {
    List<String> all = List.of("name", "tcp", "tls");
    int now = all.indexOf(stage);
    List<StageView> stages = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      String result = i < now ? "passed" : i == now ? "running" : "waiting";
      stages.add(new StageView(i + 1, all.get(i), result, "", 0));
    }
    return new TestRun(1, "Cloud", "running", new TestView(false, stages));
  }

  @Override
  public @Nullable TestRun read() {
    return run;
  }

  @Override
  public @Nullable TestRun cancel() {
    TestRun before = run;
    run =
        before == null
            ? null
            : new TestRun(before.number(), before.connector(), "cancelled", before.test());
    return run;
  }

  @Override
  public @Nullable PreviewView preview(String connector) {
    return connector.equals("Cloud")
        ? new PreviewView(
            List.of(new MessageView("t/model", "{\"a\": \"<b>\"}", 12, 1, false)),
            List.of(new MessageView("t/data", "{}", 2, 1, false)))
        : null;
  }

  @Override
  public List<SectionView> sections() {
    return sections;
  }

  @Override
  public List<EventView> events() {
    return List.of(new EventView("Alarm", 3, 0));
  }

  @Override
  public Rehearsed rehearse(RehearsalOrder order) {
    rehearsed.add(order);
    return order.path().startsWith("/Process/Lan")
        ? new Rehearsed.Done(
            new RehearsalView(
                order.path(),
                "W",
                order.from(),
                order.to(),
                100,
                100,
                25,
                0.75,
                new Line(List.of(1000L, 2000L, 3000L), List.of(1.0, 2.0, 4.0)),
                new Line(List.of(1000L, 3000L), List.of(1.0, 4.0))))
        : new Rehearsed.Nothing("nothing was recorded of it");
  }
}
