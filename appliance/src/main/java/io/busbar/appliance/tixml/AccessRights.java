package io.busbar.appliance.tixml;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.busbar.appliance.tixml.CommandException.Cause;
import io.busbar.appliance.tixml.codec.Element;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code USER} (section 2.1.2): groups with an access level for each way in, and users of these
 * groups. Levels are roles of ours by {@link AccessLevel}. What breaks a rule is refused by it;
 * this program keeps no users yet, so that what keeps every rule is refused for that.
 */
final class AccessRights implements Database {
  private static final String RIGHTS = "AccRights";
  private static final String LEVEL = "AccLevel";
  private static final String GROUP = "Group";
  private static final String PLAIN = "Plain";
  private static final int SHORTEST_PASSWORD = 10;
  private static final Set<String> WAYS =
      Set.of("LocalLogin", "CardLogin", "RemoteLogin", "EthernetLogin", "WebServer");

  @Override
  public boolean owns(String group) {
    return group.equals(RIGHTS);
  }

  @Override
  public List<Element> read(ObjectNode document) {
    return List.of();
  }

  @Override
  public void write(Element group, ObjectNode document, List<Cause> faults) {
    Set<String> groups = new HashSet<>();
    for (Element part : group.children()) {
      switch (part.name()) {
        case "Groups" -> {
          for (Element named : part.children()) {
            groups.add(named.name());
            named.children().forEach(way -> checkWay(named.name(), way, faults));
          }
        }
        case "User" -> {
          // After the groups, wherever they stand.
        }
        default ->
            faults.add(
                new Cause(
                    ErrorNumber.UNKNOWN_KEY,
                    RIGHTS + "/" + part.name() + ": want Groups and User"));
      }
    }
    Element users = group.child("User");
    if (users != null) {
      checkUsers(users, groups, faults);
    }
    if (faults.isEmpty()) {
      faults.add(
          new Cause(
              ErrorNumber.NOT_HERE,
              "USER keeps every rule, but this version keeps no users yet; nothing was changed"));
    }
  }

  private static void checkWay(String group, Element way, List<Cause> faults) {
    String place = "Groups/" + group + "/" + way.name();
    if (!WAYS.contains(way.name())) {
      faults.add(
          new Cause(
              ErrorNumber.UNKNOWN_KEY, place + ": want one of " + String.join(", ", sorted())));
    } else if (AccessLevel.of(way.attributes().get(LEVEL)) == null) {
      faults.add(
          new Cause(
              ErrorNumber.BAD_VALUE,
              "%s: got the AccLevel %s, want %s"
                  .formatted(place, way.attributes().get(LEVEL), AccessLevel.wanted())));
    }
  }

  private static void checkUsers(Element users, Set<String> groups, List<Cause> faults) {
    if (!PLAIN.equals(users.value())) {
      faults.add(
          new Cause(
              ErrorNumber.BAD_VALUE, "User: got " + users.value() + ", want Plain: TLS hides it"));
    }
    for (Element user : users.children()) {
      String place = "User/" + user.name();
      @Nullable String group = user.attributes().get(GROUP);
      if (group == null || !groups.contains(group)) {
        faults.add(
            new Cause(
                ErrorNumber.BAD_VALUE,
                place + ": got the Group " + group + ", want one of Groups"));
      }
      @Nullable String password = user.attributes().get(PLAIN);
      int length = password == null ? 0 : password.codePointCount(0, password.length());
      if (length < SHORTEST_PASSWORD) {
        faults.add(
            new Cause(
                ErrorNumber.PASSWORD_RULE,
                "%s: got a password of %d characters, want %d or more (rule S-06)"
                    .formatted(place, length, SHORTEST_PASSWORD)));
      }
    }
  }

  private static List<String> sorted() {
    return WAYS.stream().sorted().toList();
  }
}
