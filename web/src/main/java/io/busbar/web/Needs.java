package io.busbar.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What role a call to the appliance needs. Whoever offers a {@link Console} holds it, whatever the
 * routes and pages do.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Needs {
  /** The least role. */
  Role value();

  /** What the audit log calls it; nothing for what changes nothing. */
  String audit() default "";

  /** How many of the first arguments stand in the audit log; none that is a secret may. */
  int shown() default 0;
}
