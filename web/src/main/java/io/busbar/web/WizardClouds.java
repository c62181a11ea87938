package io.busbar.web;

import io.busbar.web.pages.Clouds.Trial;
import io.busbar.web.pages.Texts;
import io.busbar.web.pages.View;
import io.busbar.web.pages.Wizard;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The step of the clouds: which there are, their test, and the way to the form of a platform. */
final class WizardClouds {
  static final String PATH = "/start/cloud";

  private final Site site;

  WizardClouds(Site site) {
    this.site = site;
  }

  Wizard.Clouds read(View view, @Nullable Trial trial) {
    int sent = new FirstSection(site).main().size();
    return new Wizard.Clouds(lines(view.texts()), CloudPages.KINDS, sent, trial);
  }

  private List<Wizard.Line> lines(Texts texts) {
    return site.console().connectors().all().stream()
        .map(cloud ->
            new Wizard.Line(
                cloud.name(),
                texts.get("platform." + cloud.type()) + " · " + cloud.broker(),
                OverviewPages.light(texts, cloud.state()),
                texts.reasonOrNull(cloud.reason()),
                "/cloud/" + cloud.name() + "/edit"))
        .toList();
  }
}
