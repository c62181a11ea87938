package io.busbar.hwtest.peer;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Left out where one of these programs is not installed, and named at the end of the run. With
 * {@code BUSBAR_PEERS=required} in the environment a missing program is a failure instead.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(PeerCondition.class)
public @interface NeedsPeer {
  /** All that the test needs. */
  Peer[] value();
}
