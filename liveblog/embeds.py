"""Which links become an embed, and what a reader's browser would load for it: pure, asks nobody.

One table says whom we embed from; the rendering of prose, the content security policy and
docs/composer.md follow it. An address is never trusted: it is read whole, by exact host and by the
shape of its identifier, and what is shown and what would be loaded are written again from that
identifier. What does not fit exactly stays the link that it is.
"""

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

# Servers with many accounts, whose posts may be embedded unless MASTODON_HOSTS says otherwise.
MASTODON_HOSTS = ("mastodon.social", "mastodon.online", "mas.to", "mstdn.social", "hachyderm.io")

LONGEST = 500
# No space, quote, backslash, control or letter beyond ASCII: none of these services needs one.
_PLAIN = re.compile(r"https?://[A-Za-z0-9.-]+/[A-Za-z0-9._~%@:/?&=+,;#-]*")
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")


@dataclass(frozen=True)
class Embed:
    """One thing at a provider's: where a reader finds it, and what would be loaded to show it."""

    provider: str  # the key of PROVIDERS, and of a reader's choice to load it always
    name: str  # “YouTube”
    what: str  # “video”, “post”
    shape: str  # wide (16:9), tall (9:16) or post (of no height that we could know)
    link: str
    frame: str
    ask: str = ""  # where a browser asks first, once it may: `{did}` in `frame` is the answer


@dataclass(frozen=True)
class Provider:
    """Whom we embed from. `read` gives the link, the frame and the shape of a path and a query.

    The link and the frame are without their scheme, the frame without its host.
    """

    name: str
    what: str
    hosts: frozenset[str]
    frames_from: str
    read: Callable[[str, dict[str, list[str]]], tuple[str, str, str] | None]
    asks: str = ""


def embed_of(url: str, *, mastodon_hosts: Collection[str] = MASTODON_HOSTS) -> Embed | None:
    """What to embed for an address that stands alone, or None: then it is a link like any other."""
    if len(url) > LONGEST or not _PLAIN.fullmatch(url):
        return None
    parts = urlsplit(url)
    host = parts.netloc.lower()
    if host in mastodon_hosts:
        return _mastodon(host, parts.path)
    for key, provider in PROVIDERS.items():
        if host in provider.hosts:
            read = provider.read(f"{host}{parts.path}", parse_qs(parts.query))
            if read is None:
                return None
            link, frame, shape = read
            return Embed(
                key, provider.name, provider.what, shape,
                f"https://{link}",
                f"https://{provider.frames_from}{frame}",
                _handle_of(link, provider),
            )  # fmt: skip
    return None


def frame_sources(mastodon_hosts: Iterable[str] = MASTODON_HOSTS) -> list[str]:
    """The origins that a page may frame: these and no others, for `frame-src`."""
    hosts = [provider.frames_from for provider in PROVIDERS.values()] + [*mastodon_hosts]
    return [f"https://{host}" for host in dict.fromkeys(hosts)]


def asked_sources() -> list[str]:
    """The origins that a page may ask before it frames, for `connect-src`."""
    return [
        f"https://{urlsplit(provider.asks).netloc}"
        for provider in PROVIDERS.values()
        if provider.asks
    ]


def checked_hosts(hosts: Iterable[str]) -> tuple[str, ...]:
    """Names of Mastodon servers as a setting gives them. Raises ValueError for what is no name."""
    names = tuple(name for host in hosts if (name := host.strip().lower()))
    for name in names:
        if not _HOST.fullmatch(name):
            raise ValueError(f"“{name}” is not the name of a host, such as mastodon.social.")
    return names


def _youtube(path: str, query: dict[str, list[str]]) -> tuple[str, str, str] | None:
    video = r"([A-Za-z0-9_-]{11})"
    shape = "wide"
    if found := re.fullmatch(rf"youtu\.be/{video}", path):
        pass
    elif found := re.fullmatch(rf"[a-z.]+/(shorts|live)/{video}/?", path):
        shape = "tall" if found[1] == "shorts" else "wide"
    elif not (
        re.fullmatch(r"(?:www\.|m\.)?youtube\.com/watch/?", path)
        and (found := re.fullmatch(video, query.get("v", [""])[0]))
    ):
        return None
    name = found[found.lastindex or 0]
    start = _seconds((query.get("t") or query.get("start") or [""])[0])
    link = (
        f"www.youtube.com/shorts/{name}" if shape == "tall" else f"www.youtube.com/watch?v={name}"
    )
    if start and shape == "wide":
        return f"{link}&t={start}s", f"/embed/{name}?start={start}", shape
    return link, f"/embed/{name}", shape


def _seconds(typed: str) -> int:
    """`90`, `90s`, `1m30s`, `1h2m3s`; 0 for anything else."""
    found = re.fullmatch(r"(?:(\d{1,2})h)?(?:(\d{1,4})m)?(?:(\d{1,6})s?)?", typed, re.ASCII)
    hours, minutes, seconds = (int(each or 0) for each in (found.groups() if found else (0, 0, 0)))
    return hours * 3600 + minutes * 60 + seconds


def _x(path: str, _query: dict[str, list[str]]) -> tuple[str, str, str] | None:
    shape = r"[a-z.]+/(\w{1,20}|i/web)/status/(\d{1,20})(?:/(?:photo|video)/\d)?/?"
    if not (found := re.fullmatch(shape, path, re.ASCII)):
        return None
    who, number = found.groups()
    return f"x.com/{who}/status/{number}", f"/embed/Tweet.html?id={number}&dnt=true", "post"


def _bluesky(path: str, _query: dict[str, list[str]]) -> tuple[str, str, str] | None:
    who = r"(did:plc:[a-z2-7]{24}|(?:[A-Za-z0-9-]{1,63}\.){1,6}[A-Za-z0-9-]{2,63})"
    if not (found := re.fullmatch(rf"bsky\.app/profile/{who}/post/([a-z2-7]{{13}})/?", path)):
        return None
    who, post = found.groups()
    account = who if who.startswith("did:") else "{did}"
    frame = f"/embed/{account}/app.bsky.feed.post/{post}"
    return f"bsky.app/profile/{who}/post/{post}", frame, "post"


def _handle_of(link: str, provider: Provider) -> str:
    """Bluesky frames posts by the number of the account only, and links have its name."""
    name = link.split("/")[2] if provider.asks else ""
    return f"{provider.asks}{name}" if name and not name.startswith("did:") else ""


def _tiktok(path: str, _query: dict[str, list[str]]) -> tuple[str, str, str] | None:
    shape = r"(?:www\.|m\.)?tiktok\.com/@([\w.]{1,30})/video/(\d{1,20})/?"
    if not (found := re.fullmatch(shape, path, re.ASCII)):
        return None
    who, number = found.groups()
    return f"www.tiktok.com/@{who}/video/{number}", f"/player/v1/{number}", "tall"


def _instagram(path: str, _query: dict[str, list[str]]) -> tuple[str, str, str] | None:
    shape = r"(?:www\.)?instagram\.com/(?:[\w.]{1,30}/)?(p|reels?)/([A-Za-z0-9_-]{5,40})/?"
    if not (found := re.fullmatch(shape, path, re.ASCII)):
        return None
    place = f"/{found[1].removesuffix('s')}/{found[2]}/"
    return f"www.instagram.com{place}", f"{place}embed/", "post"


def _mastodon(host: str, path: str) -> Embed | None:
    """A post of an account of that very server: of others it has copies, which it redirects."""
    found = re.fullmatch(r"/@(\w{1,30})/(\d{1,20})/?", path, re.ASCII) or re.fullmatch(
        r"/users/(\w{1,30})/statuses/(\d{1,20})/?", path, re.ASCII
    )
    if not found:
        return None
    link = f"https://{host}/@{found[1]}/{found[2]}"
    return Embed("mastodon", f"Mastodon ({host})", "post", "post", link, f"{link}/embed")


def _hosts(*names: str) -> frozenset[str]:
    return frozenset(names)


PROVIDERS = {
    "youtube": Provider(
        "YouTube", "video",
        _hosts("youtube.com", "www.youtube.com", "m.youtube.com", "youtu.be"),
        "www.youtube-nocookie.com", _youtube,
    ),
    "x": Provider(
        "X", "post",
        _hosts("x.com", "www.x.com", "twitter.com", "www.twitter.com", "mobile.twitter.com"),
        "platform.twitter.com", _x,
    ),
    "bluesky": Provider(
        "Bluesky", "post", _hosts("bsky.app"), "embed.bsky.app", _bluesky,
        asks="https://public.api.bsky.app/xrpc/com.atproto.identity.resolveHandle?handle=",
    ),
    "tiktok": Provider(
        "TikTok", "video",
        _hosts("tiktok.com", "www.tiktok.com", "m.tiktok.com"),
        "www.tiktok.com", _tiktok,
    ),
    "instagram": Provider(
        "Instagram", "post",
        _hosts("instagram.com", "www.instagram.com"),
        "www.instagram.com", _instagram,
    ),
}  # fmt: skip
