package io.busbar.drivers.dash7.alp;

import static io.busbar.drivers.dash7.alp.Forms.BIT_6;
import static io.busbar.drivers.dash7.alp.Forms.BIT_7;
import static io.busbar.drivers.dash7.alp.Forms.DATA;
import static io.busbar.drivers.dash7.alp.Forms.FILE_PROPERTIES;
import static io.busbar.drivers.dash7.alp.Forms.FLAGS;
import static io.busbar.drivers.dash7.alp.Forms.INTERFACE_CONFIG;
import static io.busbar.drivers.dash7.alp.Forms.LENGTH;
import static io.busbar.drivers.dash7.alp.Forms.PLACE;
import static io.busbar.drivers.dash7.alp.Forms.U8;

import io.busbar.drivers.dash7.alp.Action.CopyFile;
import io.busbar.drivers.dash7.alp.Action.Flags;
import io.busbar.drivers.dash7.alp.Action.Forward;
import io.busbar.drivers.dash7.alp.Action.Permission;
import io.busbar.drivers.dash7.alp.Action.ReadFile;
import io.busbar.drivers.dash7.alp.Action.RequestTag;
import io.busbar.drivers.dash7.alp.Action.ResponseTag;
import io.busbar.drivers.dash7.alp.Action.ReturnFile;
import io.busbar.drivers.dash7.frame.Bytes;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The operations of ALP: one row each, by which an action is both read and written. The row's form
 * describes bits 7 and 6 of the control byte and every operand behind it, in the order of the wire.
 */
@SuppressWarnings("ImmutableEnumChecker") // every form is without state
public enum Op {
  NOP(0x00, "nop", mark(0x00)),
  /** {@code 01 40 00 08}: file 40, offset 0, 8 bytes. */
  READ_FILE_DATA(
      0x01,
      "read file data",
      Forms.of(
          PLACE, ReadFile::place, LENGTH, ReadFile::count, FLAGS, ReadFile::flags, ReadFile::new)),
  READ_FILE_PROPERTIES(0x02, "read file properties", onFile(0x02)),
  /** {@code 04 3E 00 05 58 02 00 00 01}: file 3E, offset 0, 5 bytes and the bytes. */
  WRITE_FILE_DATA(0x04, "write file data", write(0x04)),
  WRITE_FILE_DATA_FLUSH(0x05, "write file data, flush", write(0x05)),
  WRITE_FILE_PROPERTIES(0x06, "write file properties", properties(0x06)),
  ACTION_QUERY(0x08, "action query", condition(0x08)),
  /** {@code 09 44 01 19 20 01}: go on only if the byte of file 20 at 1 is greater than 19. */
  BREAK_QUERY(0x09, "break query", condition(0x09)),
  PERMISSION_REQUEST(
      0x0A,
      "permission request",
      Forms.of(
          U8,
          Permission::level,
          U8,
          Permission::protocol,
          Forms.octets(Permission.KEY_LENGTH),
          Permission::key,
          FLAGS,
          Permission::flags,
          Permission::new)),
  VERIFY_CHECKSUM(0x0B, "verify checksum", condition(0x0B)),
  EXIST_FILE(0x10, "exist file", onFile(0x10)),
  CREATE_FILE(0x11, "create file", onFile(0x11)),
  DELETE_FILE(0x12, "delete file", onFile(0x12)),
  RESTORE_FILE(0x13, "restore file", onFile(0x13)),
  FLUSH_FILE(0x14, "flush file", onFile(0x14)),
  OPEN_FILE(0x15, "open file", onFile(0x15)),
  CLOSE_FILE(0x16, "close file", onFile(0x16)),
  COPY_FILE(
      0x17,
      "copy file",
      Forms.of(U8, CopyFile::from, U8, CopyFile::to, FLAGS, CopyFile::flags, CopyFile::new)),
  EXECUTE_FILE(0x1F, "execute file", onFile(0x1F)),
  /** {@code 20 33 00 03 00 01 01}: file 33, offset 0, 3 bytes and the bytes. */
  RETURN_FILE_DATA(
      0x20,
      "return file data",
      Forms.of(
          PLACE,
          ReturnFile::place,
          DATA,
          ReturnFile::data,
          FLAGS,
          ReturnFile::flags,
          ReturnFile::new)),
  RETURN_FILE_PROPERTIES(0x21, "return file properties", properties(0x21)),
  /** {@code 22 FC}: action status; {@code 62 D7 14 ...}: interface status. */
  STATUS(0x22, "status", new StatusForm()),
  /** {@code 23 2A}: more to come; {@code A3 2A}: done; {@code E3 2A}: done with error. */
  RESPONSE_TAG(
      0x23,
      "response tag",
      Forms.of(
          U8,
          ResponseTag::tag,
          BIT_7,
          ResponseTag::end,
          BIT_6,
          ResponseTag::error,
          ResponseTag::new)),
  CHUNK(0x30, "chunk", mark(0x30)),
  LOGIC(0x31, "logic", mark(0x31)),
  /** {@code 32 D7 01 00 10 02}: over D7, all shall answer, not dormant, to everyone, class 02. */
  FORWARD(
      0x32,
      "forward",
      Forms.of(INTERFACE_CONFIG, Forward::to, FLAGS, Forward::flags, Forward::new)),
  /** {@code 33 40}; with b7 another addressee follows: {@code B3 40 10 00}. */
  INDIRECT_FORWARD(0x33, "indirect forward", new IndirectForwardForm()),
  /** {@code B4 2A}: tag 2A, say when completed. */
  REQUEST_TAG(
      0x34,
      "request tag",
      Forms.of(U8, RequestTag::tag, BIT_7, RequestTag::whenCompleted, RequestTag::new)),
  START_INTERFACE(0x35, "start interface", switchInterface(0x35)),
  STOP_INTERFACE(0x36, "stop interface", switchInterface(0x36)),
  /** No operation of the list; it stands for what could not be read. */
  UNKNOWN(-1, "unknown", null);

  /** The bits of the control byte that name the operation. */
  static final int MASK = 0x3F;

  private static final @Nullable Op[] BY_CODE = byCode();

  private final int code;
  private final String text;
  private final @Nullable Form<? extends Action> form;

  Op(int code, String text, @Nullable Form<? extends Action> form) {
    this.code = code;
    this.text = text;
    this.form = form;
  }

  /** Bits 5 to 0 of the control byte; -1 of {@link #UNKNOWN}. */
  public int code() {
    return code;
  }

  /** The operation in words. */
  public String text() {
    return text;
  }

  /** The operation of a control byte. */
  static Op byControl(int control) {
    Op op = BY_CODE[control & MASK];
    return op == null ? UNKNOWN : op;
  }

  /** How actions of this operation look on the wire. */
  @SuppressWarnings("unchecked") // an action names the row by which it was made
  Form<Action> form() {
    if (form == null) {
      throw new IllegalStateException("operation " + this + " has no form");
    }
    return (Form<Action>) form;
  }

  void mustBeOneOf(Op... wanted) {
    if (!Arrays.asList(wanted).contains(this)) {
      throw new IllegalArgumentException("got " + this + ", want one of " + Arrays.asList(wanted));
    }
  }

  private static @Nullable Op[] byCode() {
    @Nullable Op[] table = new @Nullable Op[MASK + 1];
    for (Op op : values()) {
      if (op.code >= 0) {
        table[op.code] = op;
      }
    }
    return table;
  }

  private static Form<Action.Mark> mark(int code) {
    return Forms.of(FLAGS, Action.Mark::flags, flags -> new Action.Mark(byControl(code), flags));
  }

  private static Form<Action.OnFile> onFile(int code) {
    return Forms.of(
        U8,
        Action.OnFile::file,
        FLAGS,
        Action.OnFile::flags,
        (file, flags) -> new Action.OnFile(byControl(code), file, flags));
  }

  private static Form<Action.WriteFile> write(int code) {
    return Forms.of(
        PLACE,
        Action.WriteFile::place,
        DATA,
        Action.WriteFile::data,
        FLAGS,
        Action.WriteFile::flags,
        (Action.Place place, Bytes data, Flags flags) ->
            new Action.WriteFile(byControl(code), place, data, flags));
  }

  private static Form<Action.Properties> properties(int code) {
    return Forms.of(
        U8,
        Action.Properties::file,
        FILE_PROPERTIES,
        Action.Properties::properties,
        FLAGS,
        Action.Properties::flags,
        (Integer file, FileProperties properties, Flags flags) ->
            new Action.Properties(byControl(code), file, properties, flags));
  }

  private static Form<Action.Condition> condition(int code) {
    return Forms.of(
        new QueryForm(),
        Action.Condition::query,
        FLAGS,
        Action.Condition::flags,
        (query, flags) -> new Action.Condition(byControl(code), query, flags));
  }

  private static Form<Action.SwitchInterface> switchInterface(int code) {
    return Forms.of(
        U8,
        Action.SwitchInterface::interfaceId,
        FLAGS,
        Action.SwitchInterface::flags,
        (id, flags) -> new Action.SwitchInterface(byControl(code), id, flags));
  }
}
