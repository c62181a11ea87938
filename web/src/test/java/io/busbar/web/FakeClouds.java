package io.busbar.web;

import io.busbar.web.Console.ConfigDocument.Fault;
import io.busbar.web.Console.StageView;
import io.busbar.web.Console.TestView;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Certificates, tests of connections and sections that remember what they were asked. */
final class FakeClouds implements Certificates, CloudTrials, Sections {
  /** What was kept, by the name that it was kept under. */
  final Map<String, Upload> kept = new TreeMap<>();

  /** Connections that were tried, as JSON. */
  final List<String> tried = new ArrayList<>();

  final List<RehearsalOrder> rehearsed = new ArrayList<>();
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
  public Tested test(@Nullable String replaces, byte[] json) {
    String text = new String(json, StandardCharsets.UTF_8);
    tried.add(replaces + " " + text);
    return text.contains("ssl:")
        ? new Tested.Done(
            new TestView(
                false,
                List.of(new StageView(3, "tls", "failed", "signed by nobody we trust", 303))))
        : new Tested.Refused(List.of(new Fault("/broker/url", "got none, want ssl://host")));
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
