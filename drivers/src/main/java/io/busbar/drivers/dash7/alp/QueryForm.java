package io.busbar.drivers.dash7.alp;

import io.busbar.drivers.dash7.frame.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * Code, compare length, then mask, value and places as the code says. Only {@code 44} (compare with
 * a value, no mask) has public vectors; the others follow the specification's order.
 */
final class QueryForm implements Form<Query> {
  @Override
  public Query read(AlpReader in) throws MisfitException {
    int code = in.u8();
    switch (code >> 5) {
      case Query.NON_VOID,
          Query.WITH_ZERO,
          Query.WITH_VALUE,
          Query.WITH_FILE,
          Query.TOKEN_SEARCH -> {}
      default -> throw new MisfitException("got query type " + (code >> 5) + ", want 0 to 3 or 7");
    }
    int length = Forms.LENGTH.read(in);
    Bytes mask = in.octets(Query.hasMask(code) ? length : 0);
    Bytes value = in.octets(Query.hasValue(code) ? length : 0);
    List<Action.Place> files = new ArrayList<>();
    for (int i = 0; i < Query.places(code); i++) {
      files.add(Forms.PLACE.read(in));
    }
    return new Query(code, length, mask, value, files);
  }

  @Override
  public void write(Query query, AlpWriter out) {
    out.u8(query.code());
    Forms.LENGTH.write(query.length(), out);
    out.octets(query.mask());
    out.octets(query.value());
    for (Action.Place place : query.files()) {
      Forms.PLACE.write(place, out);
    }
  }
}
