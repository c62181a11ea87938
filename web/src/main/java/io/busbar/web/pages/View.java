package io.busbar.web.pages;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What every page needs besides its own contents: who sees it and how.
 *
 * @param texts the words in the viewer's language
 * @param theme {@code auto}, {@code light} or {@code dark}
 * @param utc whether times stay in UTC and are not turned into the browser's zone
 * @param name of the appliance
 * @param here address of this page, to which a change of the settings comes back
 * @param user who is logged in; empty without a login
 * @param formToken what every form of this page brings along; empty without a login
 * @param roles what the viewer may do: {@code VIEWER}, {@code INSTALLER}, {@code ADMIN}
 * @param places the pages that this viewer may go to
 * @param assets address by file name
 * @param notices what stands above the contents
 * @param trial a configuration that is being tried out; null when none is
 */
public record View(
    Texts texts,
    String theme,
    boolean utc,
    String name,
    String here,
    String user,
    String formToken,
    List<String> roles,
    List<Place> places,
    Map<String, String> assets,
    Notices notices,
    @Nullable Trial trial) {

  /**
   * A configuration that is in force for a while only.
   *
   * @param left seconds until the one before comes back
   */
  public record Trial(String version, long left) {}

  /**
   * A page in the navigation.
   *
   * @param key its text is {@code nav.<key>}
   * @param path its address; every page below it belongs to it
   */
  public record Place(String key, String path) {
    boolean holds(String here) {
      return path.equals("/") ? here.equals("/") : here.equals(path) || here.startsWith(path + "/");
    }
  }

  /** Whether the viewer may change what the appliance does. */
  public boolean mayChange() {
    return roles.contains("INSTALLER");
  }

  /** How numbers and ages read for this viewer. */
  public Forms forms() {
    return new Forms(texts);
  }

  /** Whether this page belongs to a place of the navigation. */
  public boolean isIn(Place place) {
    return place.holds(path());
  }

  /** Whether the viewer may go to a page of the navigation. */
  public boolean may(String key) {
    return places.stream().anyMatch(place -> place.key().equals(key));
  }

  /** Where the manual helps with this page. */
  public String help() {
    return Help.address(
        places.stream().filter(this::isIn).map(Place::key).findFirst().orElse("overview"));
  }

  /** The address of this page without its query. */
  String path() {
    int query = here.indexOf('?');
    return query < 0 ? here : here.substring(0, query);
  }
}
