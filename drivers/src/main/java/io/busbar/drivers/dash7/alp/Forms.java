package io.busbar.drivers.dash7.alp;

import io.busbar.drivers.dash7.alp.Action.Flags;
import io.busbar.drivers.dash7.alp.Action.Place;
import io.busbar.drivers.dash7.frame.Bytes;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The operands of ALP, and how a record is made of several: form and component by turns. */
final class Forms {
  static final Form<Integer> U8 = number(1);
  static final Form<Integer> U16 = number(2);
  static final Form<Boolean> BIT_7 = bit(0x80);
  static final Form<Boolean> BIT_6 = bit(0x40);
  static final Form<Integer> LENGTH = new LengthForm();
  static final Form<Bytes> DATA = new DataForm();
  static final Form<Long> U32 = new WordForm();

  static final Form<CompressedTime> TIME = of(U8, CompressedTime::code, CompressedTime::new);
  static final Form<Flags> FLAGS = of(BIT_7, Flags::group, BIT_6, Flags::respond, Flags::new);

  /** File id, then the offset as a length operand. */
  static final Form<Place> PLACE = of(U8, Place::file, LENGTH, Place::offset, Place::new);

  static final Form<FileProperties> FILE_PROPERTIES =
      of(
          U8,
          FileProperties::permissions,
          U8,
          FileProperties::properties,
          of(
              U8,
              FileProperties.ActionFiles::command,
              U8,
              FileProperties.ActionFiles::interfaceFile,
              FileProperties.ActionFiles::new),
          FileProperties::action,
          of(
              U32,
              FileProperties.Size::used,
              U32,
              FileProperties.Size::allocated,
              FileProperties.Size::new),
          FileProperties::size,
          FileProperties::new);

  static final Form<Addressee> ADDRESSEE = new AddresseeForm();

  /** QoS, dormant timeout, addressee. */
  static final Form<InterfaceConfig.D7> D7_CONFIG =
      of(
          of(U8, Qos::code, Qos::ofCode),
          InterfaceConfig.D7::qos,
          TIME,
          InterfaceConfig.D7::dormant,
          ADDRESSEE,
          InterfaceConfig.D7::addressee,
          InterfaceConfig.D7::new);

  static final Form<InterfaceConfig> INTERFACE_CONFIG = new InterfaceConfigForm();

  private Forms() {}

  static Form<Bytes> octets(int count) {
    return new Form<>() {
      @Override
      public Bytes read(AlpReader in) throws MisfitException {
        return in.octets(count);
      }

      @Override
      public void write(Bytes value, AlpWriter out) {
        out.octets(value);
      }
    };
  }

  private static Form<Integer> number(int bytes) {
    return new Form<>() {
      @Override
      public Integer read(AlpReader in) throws MisfitException {
        return (int) in.number(bytes);
      }

      @Override
      public void write(Integer value, AlpWriter out) {
        out.number(value, bytes);
      }
    };
  }

  private static Form<Boolean> bit(int mask) {
    return new Form<>() {
      @Override
      public Boolean read(AlpReader in) {
        return in.bit(mask);
      }

      @Override
      public void write(Boolean value, AlpWriter out) {
        if (value) {
          out.setBit(mask);
        }
      }
    };
  }

  private static final class WordForm implements Form<Long> {
    @Override
    public Long read(AlpReader in) throws MisfitException {
      return in.number(4);
    }

    @Override
    public void write(Long value, AlpWriter out) {
      out.number(value, 4);
    }
  }

  /**
   * The top two bits of the first byte say how many bytes follow it, 0 to 3; the rest is
   * big-endian: {@code 3F} is 63, {@code 40 40} is 64, {@code 80 40 00} is 16384.
   */
  private static final class LengthForm implements Form<Integer> {
    @Override
    public Integer read(AlpReader in) throws MisfitException {
      int first = in.u8();
      int more = first >> 6;
      return (first & 0x3F) << (8 * more) | (int) in.number(more);
    }

    @Override
    public void write(Integer value, AlpWriter out) {
      Range.length("length", value);
      int more = value < 1 << 6 ? 0 : value < 1 << 14 ? 1 : value < 1 << 22 ? 2 : 3;
      out.number((long) more << (8 * more + 6) | value, more + 1);
    }
  }

  /** A length operand, then so many bytes. */
  private static final class DataForm implements Form<Bytes> {
    @Override
    public Bytes read(AlpReader in) throws MisfitException {
      return in.octets(LENGTH.read(in));
    }

    @Override
    public void write(Bytes value, AlpWriter out) {
      LENGTH.write(value.length(), out);
      out.octets(value);
    }
  }

  static <R, A> Form<R> of(Form<A> form, Function<R, A> get, Function<A, R> make) {
    return new Form<>() {
      @Override
      public R read(AlpReader in) throws MisfitException {
        return make.apply(form.read(in));
      }

      @Override
      public void write(R value, AlpWriter out) {
        form.write(get.apply(value), out);
      }
    };
  }

  static <R, A, B> Form<R> of(
      Form<A> formA,
      Function<R, A> getA,
      Form<B> formB,
      Function<R, B> getB,
      BiFunction<A, B, R> make) {
    return new Form<>() {
      @Override
      public R read(AlpReader in) throws MisfitException {
        return make.apply(formA.read(in), formB.read(in));
      }

      @Override
      public void write(R value, AlpWriter out) {
        formA.write(getA.apply(value), out);
        formB.write(getB.apply(value), out);
      }
    };
  }

  static <R, A, B, C> Form<R> of(
      Form<A> formA,
      Function<R, A> getA,
      Form<B> formB,
      Function<R, B> getB,
      Form<C> formC,
      Function<R, C> getC,
      Make3<A, B, C, R> make) {
    return of(
        pair(formA, formB),
        value -> new Pair<>(getA.apply(value), getB.apply(value)),
        formC,
        getC,
        (ab, c) -> make.apply(ab.first, ab.second, c));
  }

  static <R, A, B, C, D> Form<R> of(
      Form<A> formA,
      Function<R, A> getA,
      Form<B> formB,
      Function<R, B> getB,
      Form<C> formC,
      Function<R, C> getC,
      Form<D> formD,
      Function<R, D> getD,
      Make4<A, B, C, D, R> make) {
    return of(
        pair(formA, formB),
        value -> new Pair<>(getA.apply(value), getB.apply(value)),
        pair(formC, formD),
        value -> new Pair<>(getC.apply(value), getD.apply(value)),
        (ab, cd) -> make.apply(ab.first, ab.second, cd.first, cd.second));
  }

  private static <A, B> Form<Pair<A, B>> pair(Form<A> formA, Form<B> formB) {
    return of(formA, Pair::first, formB, Pair::second, Pair::new);
  }

  private record Pair<A, B>(A first, B second) {}

  interface Make3<A, B, C, R> {
    R apply(A a, B b, C c);
  }

  interface Make4<A, B, C, D, R> {
    R apply(A a, B b, C c, D d);
  }
}
