package io.busbar.drivers.dash7.alp;

import io.busbar.drivers.dash7.frame.Bytes;
import org.jspecify.annotations.Nullable;

/** One action of an ALP command. */
public sealed interface Action {
  /** The row of the table by which this action is read and written. */
  Op op();

  /**
   * Bits 7 and 6 of the control byte of most operations.
   *
   * @param group b7: the next action belongs to this one
   * @param respond b6: a response is wanted
   */
  record Flags(boolean group, boolean respond) {
    /** Neither. */
    public static final Flags NONE = new Flags(false, false);

    /** A response is wanted. */
    public static final Flags RESPOND = new Flags(false, true);
  }

  /**
   * A place in a file.
   *
   * @param file file id, 0 to 255
   * @param offset first byte, 0 to 1073741823
   */
  record Place(int file, int offset) {
    public Place {
      Range.octet("file id", file);
      Range.length("offset", offset);
    }
  }

  /** Does nothing; also {@code chunk} and {@code logic}, which only mark what stands behind. */
  record Mark(Op op, Flags flags) implements Action {
    public Mark {
      op.mustBeOneOf(Op.NOP, Op.CHUNK, Op.LOGIC);
    }
  }

  /**
   * Asks for a part of a file.
   *
   * @param count how many bytes, 0 to 1073741823
   */
  record ReadFile(Place place, int count, Flags flags) implements Action {
    public ReadFile {
      Range.length("count", count);
    }

    @Override
    public Op op() {
      return Op.READ_FILE_DATA;
    }
  }

  /**
   * Writes a part of a file.
   *
   * @param op write, or write and flush
   */
  record WriteFile(Op op, Place place, Bytes data, Flags flags) implements Action {
    public WriteFile {
      op.mustBeOneOf(Op.WRITE_FILE_DATA, Op.WRITE_FILE_DATA_FLUSH);
    }

    /** A write that is not flushed and wants no response of its own. */
    public static WriteFile of(int file, int offset, Bytes data) {
      return new WriteFile(Op.WRITE_FILE_DATA, new Place(file, offset), data, Flags.NONE);
    }
  }

  /** A part of a file, as it was read or as its node pushes it. */
  record ReturnFile(Place place, Bytes data, Flags flags) implements Action {
    @Override
    public Op op() {
      return Op.RETURN_FILE_DATA;
    }
  }

  /**
   * Something done to one whole file: read properties, exist, create, delete, restore, flush, open,
   * close, execute.
   *
   * @param file file id, 0 to 255
   */
  record OnFile(Op op, int file, Flags flags) implements Action {
    public OnFile {
      op.mustBeOneOf(
          Op.READ_FILE_PROPERTIES,
          Op.EXIST_FILE,
          Op.CREATE_FILE,
          Op.DELETE_FILE,
          Op.RESTORE_FILE,
          Op.FLUSH_FILE,
          Op.OPEN_FILE,
          Op.CLOSE_FILE,
          Op.EXECUTE_FILE);
      Range.octet("file id", file);
    }
  }

  /** Copies one file to another, both 0 to 255. */
  record CopyFile(int from, int to, Flags flags) implements Action {
    public CopyFile {
      Range.octet("file id", from);
      Range.octet("file id", to);
    }

    @Override
    public Op op() {
      return Op.COPY_FILE;
    }
  }

  /**
   * The header of a file, written or returned.
   *
   * @param file file id, 0 to 255
   */
  record Properties(Op op, int file, FileProperties properties, Flags flags) implements Action {
    public Properties {
      op.mustBeOneOf(Op.WRITE_FILE_PROPERTIES, Op.RETURN_FILE_PROPERTIES);
      Range.octet("file id", file);
    }
  }

  /** Action query, break query or verify checksum. */
  record Condition(Op op, Query query, Flags flags) implements Action {
    public Condition {
      op.mustBeOneOf(Op.ACTION_QUERY, Op.BREAK_QUERY, Op.VERIFY_CHECKSUM);
    }
  }

  /**
   * Asks for more rights.
   *
   * @param level wanted level, 0 to 255
   * @param protocol how it is proved, 0 to 255
   * @param key 16 bytes (AES-128; the length is inferred from file 0E)
   */
  record Permission(int level, int protocol, Bytes key, Flags flags) implements Action {
    static final int KEY_LENGTH = 16;

    public Permission {
      Range.octet("level", level);
      Range.octet("protocol", protocol);
      if (key.length() != KEY_LENGTH) {
        throw new IllegalArgumentException(
            "got a key of " + key.length() + " bytes, want " + KEY_LENGTH);
      }
    }

    @Override
    public Op op() {
      return Op.PERMISSION_REQUEST;
    }

    /** A key belongs in no log. */
    @Override
    public String toString() {
      return "Permission[level=" + level + ", protocol=" + protocol + "]";
    }
  }

  /**
   * How the action before it ended.
   *
   * @param code see {@link StatusCode}
   */
  record ActionStatus(StatusCode code) implements Action {
    @Override
    public Op op() {
      return Op.STATUS;
    }
  }

  /** By which way the command came. */
  record InterfaceStatus(LinkStatus link) implements Action {
    @Override
    public Op op() {
      return Op.STATUS;
    }
  }

  /**
   * Marks what belongs to a request.
   *
   * @param tag 0 to 255
   * @param end b7: nothing more comes for this request
   * @param error b6: it failed
   */
  record ResponseTag(int tag, boolean end, boolean error) implements Action {
    public ResponseTag {
      Range.octet("tag", tag);
    }

    @Override
    public Op op() {
      return Op.RESPONSE_TAG;
    }
  }

  /**
   * Asks that every answer bears this tag.
   *
   * @param tag 0 to 255
   * @param whenCompleted b7: also say when the whole request is done
   */
  record RequestTag(int tag, boolean whenCompleted) implements Action {
    public RequestTag {
      Range.octet("tag", tag);
    }

    @Override
    public Op op() {
      return Op.REQUEST_TAG;
    }
  }

  /** Sends the rest of the command over an interface. */
  record Forward(InterfaceConfig to, Flags flags) implements Action {
    @Override
    public Op op() {
      return Op.FORWARD;
    }
  }

  /**
   * Sends the rest of the command over the interface that a file describes.
   *
   * @param file the interface file, 0 to 255
   * @param overload another addressee than the file's; null keeps the file's
   */
  record IndirectForward(int file, @Nullable Addressee overload) implements Action {
    public IndirectForward {
      Range.octet("file id", file);
    }

    @Override
    public Op op() {
      return Op.INDIRECT_FORWARD;
    }
  }

  /**
   * Starts or stops an interface (Sub-IoT's own).
   *
   * @param interfaceId 0 to 255
   */
  record SwitchInterface(Op op, int interfaceId, Flags flags) implements Action {
    public SwitchInterface {
      op.mustBeOneOf(Op.START_INTERFACE, Op.STOP_INTERFACE);
      Range.octet("interface", interfaceId);
    }
  }

  /**
   * What was not understood, from its control byte to the end of the command: an action that is not
   * known has no known length, so nothing behind it can be read.
   *
   * @param bytes as they came
   * @param reason what was wrong with them
   */
  record Unknown(Bytes bytes, String reason) implements Action {
    @Override
    public Op op() {
      return Op.UNKNOWN;
    }
  }
}
