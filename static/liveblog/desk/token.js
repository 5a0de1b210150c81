// What proves to the server that a request is from one of its own pages.

/** The cookie's, which is the newest after a log-in in another tab; else that of `place`'s form. */
export function token(place, cookies = document.cookie) {
  const found = /(?:^|;\s*)csrftoken=([^;]+)/.exec(cookies);
  return found ? found[1] : (place.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "");
}
