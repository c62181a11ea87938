package io.busbar.drivers.modbus;

import io.busbar.drivers.BusException.Unavailable;
import java.util.concurrent.CompletableFuture;

/** A bus that lends its line or connection; it polls nothing meanwhile. */
interface Lender {
  /**
   * Stops polling until the loan is closed, the bus ends or the borrower is silent for {@link
   * Errands#LEASE}.
   *
   * @param reason for the page, for example {@code paused by a scan}
   * @throws Unavailable the bus is not open, or lent to somebody else
   */
  Loan lend(String reason) throws Unavailable;

  /** The right to be the only one who uses the line. */
  interface Loan extends AutoCloseable {
    /** As {@link Errands#post}; fails when the loan is over. */
    <T> CompletableFuture<T> post(Errand<T> errand);

    /** Lets the bus poll again; what this loan has posted and is not begun is done before. */
    @Override
    void close();
  }
}
