// One try to send an item: a request, and what its answer means. It never throws.

const TRY = 20_000; // milliseconds; less than TRUSTED in liveblog/desk/pressing.py
const LONGEST = 2_000_000; // bytes of a form; Django turns 2.5 MB away without a word of ours
const LOG_IN = "Log in again.";

/**
 * A function `send(item, { signal })` that resolves to an answer:
 *
 * - `taken`: the entry is kept, with `state` (published, proposed, scheduled, draft), `say`, `url`;
 * - `refused`: for good, with its `faults`, `remarks`, and whether they may be confirmed;
 * - `log in`: by whoever wrote it; `later`: after so many `seconds`;
 * - `lost`: nothing was heard. It may have arrived, unless `left` is false.
 *
 * `token.now()` is the token to post with, `token.renew()` asks the server for the present one.
 * `upload(item, { token, signal })`, where there is one, sends the item's pictures before it; it
 * throws an error that is called “Refused” for what will never be taken, with the `field` of it.
 */
export function transport({ token, upload = null, fetch = globalThis.fetch, now = Date.now }) {
  return async function send(item, { signal }) {
    let left = false;
    try {
      if (tooLong(item)) return refused({ faults: [fault("It is too long to be sent.", "body")] });
      let mine = await token.now();
      for (let renewed = false; ; renewed = true) {
        const { answer, body } = await once(mine);
        if (answer && body?.state !== "token") return meaning(answer, body);
        left = false; // it was turned away at the door
        if (renewed) return lost("The server takes no token that it gives", left);
        mine = await token.renew();
      }
    } catch (error) {
      if (error.name === "Refused") return refused({ faults: [fault(error.message, error.field)] });
      if (error.name === "LogIn" || error.status === 401) return { kind: "log in", say: LOG_IN };
      if (error.retryAfter > 0) return { kind: "later", seconds: Math.min(error.retryAfter, 300) };
      return lost(whatHappened(error), left);
    }

    async function once(mine) {
      try {
        if (upload) await upload(item, { token: mine, signal });
      } catch (error) {
        if (error.status === 403) return { answer: null, body: null }; // an old token, most likely
        throw error;
      }
      left = true;
      return post(item, mine, signal);
    }
  };

  async function post(item, mine, signal) {
    const body = new URLSearchParams(item.fields);
    body.set("pressed", new Date(item.pressed).toISOString());
    body.set("sent", new Date(now()).toISOString());
    body.set("writer", item.user);
    const answer = await fetch(item.address, {
      method: "POST",
      body,
      headers: { Accept: "application/json", "X-CSRFToken": mine },
      credentials: "same-origin",
      cache: "no-store",
      redirect: "error", // to a hall's own log-in page, say: that is no answer of ours
      signal: AbortSignal.any([signal, AbortSignal.timeout(TRY)]),
    });
    const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
    return { answer, body: isJson ? await answer.json() : null };
  }
}

/** What an answer means for the item. Only what is certainly our server's settles anything. */
export function meaning(answer, body) {
  const { status } = answer;
  const seconds = Number(answer.headers.get("Retry-After"));
  if (status === 429 || (status === 503 && seconds > 0)) {
    return { kind: "later", seconds: Math.min(seconds > 0 ? seconds : 10, 300) };
  }
  if (status === 401 && body?.state === "log in") return { kind: "log in", say: body.say };
  if (status === 413) return refused({ faults: [fault("It is too big for the server.")] });
  if (body?.state === "refused") return refused(body);
  if ((status === 200 || status === 201) && body?.entry) {
    const { state, entry, name, url, say, remarks = [] } = body;
    return { kind: "taken", state, entry, name, url, say, remarks };
  }
  if (status >= 500) return lost(`The server is in trouble (${status})`);
  return lost(`Something between here and the server answered in its place (${status})`);
}

function tooLong({ fields }) {
  const characters = fields.reduce((sum, [, value]) => sum + value.length, 0);
  return characters > LONGEST / 3 && new URLSearchParams(fields).toString().length > LONGEST;
}

function refused(body) {
  return {
    kind: "refused",
    say: body.say ?? "Not published.",
    faults: body.faults ?? [],
    remarks: body.remarks ?? [],
    mayConfirm: Boolean(body.may_confirm),
    doubted: body.doubted ?? "",
    asksOverride: Boolean(body.asks_override),
    clientId: body.client_id ?? null,
    url: body.url ?? null,
  };
}

const fault = (message, field = "") => ({ field, message });
const lost = (why, left = true) => ({ kind: "lost", why, left });

function whatHappened(error) {
  if (error.name === "TimeoutError") return "The server did not answer";
  if (error.name === "AbortError") return "Begun again";
  return "The server cannot be reached";
}

/** The token of this device's session: in a page from its cookie, else from the server. */
export function tokenFrom({ address, cookie = () => "", fetch = globalThis.fetch }) {
  const renew = async () => {
    const answer = await fetch(address, {
      headers: { Accept: "application/json" },
      credentials: "same-origin",
      cache: "no-store",
      redirect: "error",
      signal: AbortSignal.timeout(TRY),
    });
    const body = await answer.json();
    if (answer.status === 401) throw Object.assign(new Error(LOG_IN), { name: "LogIn" });
    return body.token;
  };
  return {
    renew,
    now: async () => /(?:^|; )csrftoken=([^;]+)/.exec(cookie())?.[1] ?? renew(),
  };
}
