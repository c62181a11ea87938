package io.busbar.appliance.store;

import java.sql.SQLException;

/** What can go wrong with the file, by what the store does about it. */
final class StoreException extends Exception {
  private static final long serialVersionUID = 1L;

  /** SQLite's primary result codes that are not just a bad disk (sqlite.org/rescode.html). */
  static final int SQLITE_CORRUPT = 11;

  private static final int SQLITE_FULL = 13;
  private static final int SQLITE_NOTADB = 26;

  enum Kind {
    /** The file is not ours to use: move it aside and begin a new one. */
    DAMAGED,
    /** The file has reached its budget, or the disk is full: give up the oldest. */
    FULL,
    /** Anything else: go on from memory and try again later. */
    DISK
  }

  private final Kind kind;

  StoreException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  StoreException(SQLException cause) {
    super(cause.getMessage(), cause);
    this.kind =
        switch (cause.getErrorCode()) {
          case SQLITE_CORRUPT, SQLITE_NOTADB -> Kind.DAMAGED;
          case SQLITE_FULL -> Kind.FULL;
          default -> Kind.DISK;
        };
  }

  Kind kind() {
    return kind;
  }
}
