package io.busbar.appliance;

import java.net.URI;
import java.net.http.HttpRequest;

/** How the commands ask a running appliance. */
final class AuthorizedRequest {
  private AuthorizedRequest() {}

  /**
   * A request that shows a token.
   *
   * @param token empty for none
   */
  static HttpRequest.Builder to(URI uri, String token) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
  }
}
