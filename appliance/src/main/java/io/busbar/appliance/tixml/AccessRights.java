package io.busbar.appliance.tixml;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.busbar.appliance.tixml.CommandException.Cause;
import io.busbar.appliance.tixml.codec.Element;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code USER} (section 2.1.2): groups with an access level for each way in, and users of these
 * groups. A group stands for a role of ours, by {@link AccessLevel} and the strongest of its ways.
 * Users that are named are added or changed, all or none; those that are not stay, so that nobody
 * is locked out by a list that does not know them. No password comes out again.
 *
 * <pre>
 * &lt;AccRights&gt;
 *   &lt;Groups&gt;&lt;Admin&gt;&lt;EthernetLogin AccLevel="1"/&gt;&lt;/Admin&gt;&lt;/Groups&gt;
 *   &lt;User _="Plain"&gt;&lt;ines Plain="..." Group="Admin"/&gt;&lt;/User&gt;
 * &lt;/AccRights&gt;
 * </pre>
 */
final class AccessRights implements Database {
  private static final String RIGHTS = "AccRights";
  private static final String LEVEL = "AccLevel";
  private static final String GROUP = "Group";
  private static final String PLAIN = "Plain";
  private static final Set<String> WAYS =
      Set.of("LocalLogin", "CardLogin", "RemoteLogin", "EthernetLogin", "WebServer");

  private final UserAccounts accounts;

  AccessRights(UserAccounts accounts) {
    this.accounts = accounts;
  }

  @Override
  public boolean owns(String group) {
    return group.equals(RIGHTS);
  }

  @Override
  public List<Element> read(ObjectNode document) {
    List<Element> groups = new ArrayList<>();
    for (AccessLevel level : AccessLevel.values()) {
      Map<String, String> number = Map.of(LEVEL, level.number());
      groups.add(
          Element.of(
              level.group(),
              List.of(
                  new Element("EthernetLogin", number, List.of(), ""),
                  new Element("WebServer", number, List.of(), ""))));
    }
    List<Element> users = new ArrayList<>();
    for (UserAccounts.Account user : accounts.all()) {
      String group = AccessLevel.ofRole(user.role()).group();
      users.add(new Element(user.name(), Map.of(GROUP, group), List.of(), ""));
    }
    return List.of(
        Element.of(
            RIGHTS,
            List.of(
                Element.of("Groups", groups),
                new Element("User", Map.of(Element.MAIN, PLAIN), users, ""))));
  }

  @Override
  public void write(Element group, ObjectNode document, List<Cause> faults) {
    Map<String, AccessLevel> groups = new LinkedHashMap<>();
    for (Element part : group.children()) {
      switch (part.name()) {
        case "Groups" -> part.children().forEach(one -> groups.put(one.name(), level(one, faults)));
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
    List<UserAccounts.Account> wanted = users == null ? List.of() : accounts(users, groups, faults);
    String refusal = faults.isEmpty() && !wanted.isEmpty() ? accounts.put(wanted) : null;
    if (refusal != null) {
      faults.add(new Cause(ErrorNumber.BAD_VALUE, "User: " + refusal));
    }
  }

  /** The strongest of a group's ways in. */
  private static AccessLevel level(Element group, List<Cause> faults) {
    AccessLevel strongest = AccessLevel.VIEWER;
    for (Element way : group.children()) {
      checkWay(group.name(), way, faults);
      AccessLevel level = AccessLevel.of(way.attributes().get(LEVEL));
      strongest = level != null && level.compareTo(strongest) < 0 ? level : strongest;
    }
    return strongest;
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

  private List<UserAccounts.Account> accounts(
      Element users, Map<String, AccessLevel> groups, List<Cause> faults) {
    if (!PLAIN.equals(users.value())) {
      faults.add(
          new Cause(
              ErrorNumber.BAD_VALUE, "User: got " + users.value() + ", want Plain: TLS hides it"));
    }
    List<String> known = accounts.all().stream().map(UserAccounts.Account::name).toList();
    List<UserAccounts.Account> wanted = new ArrayList<>();
    for (Element user : users.children()) {
      String place = "User/" + user.name();
      @Nullable String group = user.attributes().get(GROUP);
      AccessLevel level = group == null ? null : groups.get(group);
      if (level == null) {
        faults.add(
            new Cause(
                ErrorNumber.BAD_VALUE,
                place + ": got the Group " + group + ", want one of Groups"));
        continue;
      }
      @Nullable String password = user.attributes().get(PLAIN);
      if (password != null || !known.contains(user.name())) {
        String fault = accounts.fault(password == null ? "" : password);
        if (fault != null) {
          faults.add(new Cause(ErrorNumber.PASSWORD_RULE, place + ": " + fault + " (rule S-06)"));
        }
      }
      wanted.add(new UserAccounts.Account(user.name(), level.role(), password));
    }
    return wanted;
  }

  private static List<String> sorted() {
    return WAYS.stream().sorted().toList();
  }
}
