// Sends a picture piece by piece, and goes on where the server stands: docs/pictures.md.

/** The server will never take this picture; `message` says why, for the reporter. */
export class Refused extends Error {
  constructor(message) {
    super(message);
    this.name = "Refused";
  }
}

/** It did not work this time: no network, a busy server, a session that is over. Try again. */
export class NotNow extends Error {
  constructor(message, { status = 0, retryAfter = 0 } = {}) {
    super(message);
    this.name = status === 401 ? "LogIn" : "NotNow"; // by these names the outbox knows them
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

const LEAST = 32 * 1024;
const MOST = 1024 * 1024;
const PATIENCE = 90_000; // ms for a piece; the last one waits until the sizes are made
const TRIES = 3;
const NEVER = new Set([400, 404, 405, 409, 410, 413, 415, 422]);

// A piece that is cut off is lost whole, so pieces are as large as this network has borne of late.
let piece = 4 * LEAST;

/** The next piece: twice as large after one that took less than a second, half after a slow one. */
export function nextPiece(size, took) {
  if (took < 1000) return Math.min(size * 2, MOST);
  return took > 5000 ? Math.max(size / 2, LEAST) : size;
}

/** Where a picture is sent: below the desk's own address, unless it is that already. */
export function addressOf(address, id) {
  const base = new URL(address, globalThis.location?.href ?? "http://localhost/");
  if (!base.pathname.endsWith(`/pictures/${id}/`)) {
    base.pathname = `${base.pathname.replace(/\/?$/, "/")}pictures/${id}/`;
  }
  base.search = base.hash = "";
  return base.href;
}

/**
 * Send the picture and return when the server has it: `blob` under `id`, to the desk at `address`.
 *
 * `token` is the CSRF token, `progress` is called with what has arrived, from 0 to 1. Safe to call
 * again after anything: what the server has is not sent twice. Throws Refused for what will never
 * be taken, the signal's reason when it is aborted, and NotNow for the rest.
 */
export async function uploadPicture({
  id,
  blob,
  name = "",
  address,
  token = "",
  signal,
  progress = () => {},
  fetch = globalThis.fetch.bind(globalThis),
  clock = () => Date.now(),
}) {
  const there = addressOf(address, id);
  const ask = (method, headers, body) =>
    answered(fetch, there, { method, body, headers: { ...headers, "X-CSRFToken": token } }, signal);

  let stands = await where(ask, blob.size);
  progress(share(stands, blob.size));
  for (let tries = 0; stands !== DONE; ) {
    const end = Math.min(stands + piece, blob.size);
    const began = clock();
    try {
      const answer = await ask(
        "PATCH",
        { "Content-Type": "application/offset+octet-stream", "Upload-Offset": String(stands) },
        blob.slice(stands, end),
      );
      const next = standing(answer, blob.size);
      if (next === stands && end > stands) throw new NotNow("The server stays where it is.");
      stands = next;
      piece = nextPiece(piece, clock() - began);
      tries = 0;
    } catch (error) {
      if (error instanceof Refused || signal?.aborted || ++tries >= TRIES) throw error;
      if (error.status === 401 || error.status === 403 || error.retryAfter) throw error;
      piece = Math.max(piece / 2, LEAST);
      stands = await where(ask, blob.size);
    }
    progress(share(stands, blob.size));
  }
}

const DONE = -1;

const share = (stands, size) => (stands === DONE ? 1 : Math.min(stands / size, 0.99));

/** How much the server has of it, which it begins where it knows nothing of it. */
async function where(ask, size) {
  const answer = await ask("HEAD", {});
  if (answer.status !== 404) return standing(answer, size);
  return standing(await ask("POST", { "Upload-Length": String(size) }), size);
}

function standing(answer, size) {
  if (answer.headers.get("Upload-Complete")) return DONE;
  const offset = Number(answer.headers.get("Upload-Offset") ?? NaN);
  const announced = Number(answer.headers.get("Upload-Length") ?? size);
  if (!(offset >= 0 && offset <= size) || announced !== size) {
    // Another picture under the same id, or somebody in between who answers in the server's place.
    throw new NotNow("The answer made no sense.", { status: answer.status });
  }
  return offset;
}

async function answered(fetch, address, request, signal) {
  let answer;
  try {
    answer = await fetch(address, {
      ...request,
      credentials: "same-origin",
      cache: "no-store",
      redirect: "error",
      signal: withPatience(signal),
    });
  } catch (error) {
    if (signal?.aborted) throw signal.reason ?? error;
    throw new NotNow("No connection.");
  }
  const goesOn = answer.status === 409 && answer.headers.get("Upload-Offset");
  const isUnknown = answer.status === 404 && request.method !== "POST";
  if (answer.ok || goesOn || (isUnknown && request.method === "HEAD")) return answer;
  const message = await sentence(answer);
  if (NEVER.has(answer.status) && !isUnknown) throw new Refused(message);
  throw new NotNow(message, {
    status: answer.status,
    retryAfter: Number(answer.headers.get("Retry-After")) || 0,
  });
}

/** What the server says is wrong; a proxy says it in HTML, which nobody wants to read. */
async function sentence(answer) {
  const fallback =
    answer.status === 413 ? "The picture is too large." : `The server said ${answer.status}.`;
  if (!answer.headers.get("Content-Type")?.includes("json")) return fallback;
  try {
    return (await answer.json()).message || fallback;
  } catch {
    return fallback;
  }
}

function withPatience(signal) {
  const own = new AbortController();
  const timer = setTimeout(() => own.abort(), PATIENCE);
  timer.unref?.(); // where there is no page to keep alive
  signal?.addEventListener("abort", () => own.abort(signal.reason), { once: true });
  if (signal?.aborted) own.abort(signal.reason);
  return own.signal;
}
