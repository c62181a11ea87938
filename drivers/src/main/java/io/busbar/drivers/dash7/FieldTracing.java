package io.busbar.drivers.dash7;

import io.busbar.drivers.DataPoint;
import io.busbar.drivers.Traceable.Decoded;
import io.busbar.drivers.Traceable.Origin;
import io.busbar.drivers.Traceable.Witness;
import io.busbar.drivers.dash7.frame.Bytes;
import io.busbar.drivers.dash7.layout.ByteOrder;
import io.busbar.drivers.dash7.layout.Field;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells a witness from which bytes of a node's file the samples of watched points come. */
final class FieldTracing {
  private static final HexFormat HEX = HexFormat.ofDelimiter(" ").withUpperCase();

  private volatile @Nullable Watched watched;

  private record Watched(Set<DataPoint> points, Witness witness) {}

  /** Watches these from now on. */
  void watch(Set<DataPoint> points, Witness witness) {
    watched = points.isEmpty() ? null : new Watched(Set.copyOf(points), witness);
  }

  /** A field came; nothing is made of it unless somebody watches its point. */
  void read(DataPoint point, Field field, FileImages.Update update, Instant time) {
    Watched now = watched;
    if (now != null && now.points().contains(point)) {
      now.witness()
          .read(
              new Origin(
                  point,
                  time,
                  null,
                  "",
                  HEX.formatHex(update.bytes().toArray()),
                  decoded(field, update),
                  null));
    }
  }

  private static Decoded decoded(Field field, FileImages.Update update) {
    Bytes bytes = update.bytes();
    byte[] own = Arrays.copyOfRange(bytes.toArray(), field.offset(), field.end());
    String form = field.type().name().toLowerCase(Locale.ROOT);
    if (own.length > 1) {
      form += field.order() == ByteOrder.LITTLE ? ", low byte first" : ", high byte first";
    }
    Field plain =
        new Field(
            field.name(),
            field.offset(),
            field.type(),
            field.order(),
            field.bit(),
            null,
            "",
            false);
    return new Decoded(
        "file %d (%s) at %d".formatted(update.form().file(), update.form().title(), field.offset()),
        HEX.formatHex(own),
        form,
        String.valueOf(plain.read(bytes)),
        field.scale() == null ? "" : "x " + field.scale().toPlainString());
  }
}
