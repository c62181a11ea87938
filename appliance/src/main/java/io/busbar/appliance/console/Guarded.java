package io.busbar.appliance.console;

import io.busbar.web.Caller;
import io.busbar.web.Console;
import io.busbar.web.Needs;
import io.busbar.web.NotAllowed;
import io.busbar.web.Open;
import io.busbar.web.Role;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Holds, for each call of the web into the appliance, the role that the call's declaration asks for
 * (rule S-10). So a route or page that forgets to ask for a role still lets nobody through.
 */
final class Guarded {
  private final Audit audit;

  Guarded(Audit audit) {
    this.audit = audit;
  }

  /**
   * The same part, behind its roles.
   *
   * @param face the interface that it is called by; each of its methods says {@link Needs} or
   *     {@link Open}
   */
  <T> T of(Class<T> face, T part) {
    for (Method method : face.getMethods()) {
      if (method.getAnnotation(Needs.class) == null && method.getAnnotation(Open.class) == null) {
        throw new IllegalStateException(method + ": got no role, want @Needs or @Open");
      }
    }
    Object guarded =
        Proxy.newProxyInstance(
            face.getClassLoader(),
            new Class<?>[] {face},
            (_, method, arguments) -> {
              Needs needs = method.getAnnotation(Needs.class);
              if (needs != null) {
                require(needs.value(), method.getName());
              }
              @Nullable Object result = call(method, part, arguments);
              if (needs != null && !needs.audit().isEmpty()) {
                audit.deed(needs.audit(), detail(arguments, needs.shown()), outcome(result));
              }
              return result;
            });
    return face.cast(guarded);
  }

  private static @Nullable Object call(
      Method method, Object part, @Nullable Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(part, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  /** What was asked for; records that hold a secret do not show it. */
  private static String detail(@Nullable Object @Nullable [] arguments, int shown) {
    return arguments == null
        ? ""
        : Arrays.stream(arguments)
            .limit(shown)
            .filter(Objects::nonNull)
            .map(one -> one instanceof byte[] bytes ? bytes.length + " bytes" : one.toString())
            .collect(Collectors.joining(" "));
  }

  private static String outcome(@Nullable Object result) {
    return switch (result) {
      case null -> "nothing";
      case Console.ConfigDocument.Outcome.Applied(var now) -> "applied, now " + now.version();
      default -> result.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    };
  }

  /**
   * Holds that the caller of this thread has a role.
   *
   * @throws NotAllowed it has not, or nobody said who calls
   */
  static void require(Role wanted, String what) {
    if (!Caller.isPresent() || !Caller.current().may(wanted)) {
      Role role = Caller.isPresent() ? Caller.current().role() : null;
      throw new NotAllowed(
          what + ": got " + (role == null ? "nobody" : role.word()) + ", want " + wanted.word());
    }
  }
}
