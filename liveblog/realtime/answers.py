"""An answer of the site as bytes: encoded once for everybody, and matched to who asks."""

import gzip
import re
import time
from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b
from http import HTTPStatus
from wsgiref.handlers import format_date_time

import brotli
from django.utils.http import parse_etags

Headers = tuple[tuple[bytes, bytes], ...]

CODINGS = ("br", "gzip", "identity")  # what we have; among equals the first is the smallest
NOT_FOUND = frozenset((404, 410))

_BROTLI_QUALITY, _GZIP_LEVEL = 5, 6  # a page within milliseconds; more would hardly be smaller
_LEAST_BYTES = 512  # what fits into one packet gains nothing by being packed
_OVERHEAD_BYTES = 4096  # an edition's objects and headers, about
_ONLY_VARIES_BY = frozenset((b"accept-encoding", b"cookie"))
_NOT_FOR_ALL = frozenset((b"private", b"no-store"))
_MADE_AFRESH = frozenset(
    (b"content-length", b"etag", b"vary", b"date", b"server", b"connection", b"transfer-encoding")
)
_ON_304 = frozenset((b"cache-control", b"content-location", b"expires", b"etag", b"vary"))
_WEIGHT = re.compile(r"q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)").fullmatch  # RFC 9110, 12.4.2


class Answer:
    """A whole answer. Header names are in lower case; `Date` is put in by whoever sends it."""

    __slots__ = ("_wire", "_wired_at", "body", "headers", "status")

    def __init__(self, status: int, headers: Headers, body: bytes) -> None:
        self.status = status
        self.headers = headers
        self.body = body
        self._wire = b""
        self._wired_at = 0

    @property
    def wire(self) -> bytes:
        """The answer in HTTP/1.1, made anew when the clock in it is a second old.

        An old `Date` would be a lie that costs: caches count an answer's age from it.
        """
        now = int(time.time())
        if now != self._wired_at:
            lines = [b"HTTP/1.1 %d %s" % (self.status, HTTPStatus(self.status).phrase.encode())]
            lines += [b"%s: %s" % header for header in self.headers]
            lines += [b"date: " + format_date_time(now).encode(), b"", b""]
            self._wire = b"\r\n".join(lines) + self.body
            self._wired_at = now
        return self._wire


class Edition:
    """One answer in every coding that makes it smaller, each with its 304.

    Nothing in it is anybody's secret or was put there by whoever asks, so that its packed size
    tells nothing (BREACH).
    """

    def __init__(self, status: int, headers: Headers, body: bytes) -> None:
        self.status = status
        self.etag = _etag(headers, body)
        weak = b"W/" + self.etag.removeprefix(b"W/")
        vary = _vary(headers)
        kept = tuple(header for header in headers if header[0] not in _MADE_AFRESH)
        self._answers: dict[str, tuple[Answer, Answer]] = {}
        bytes_held = 0
        for coding, coded in _coded(body):
            # Two codings are two sequences of bytes, which no strong validator may stand for.
            named = (*kept, (b"etag", self.etag if coding == "identity" else weak), vary)
            length = ((b"content-length", b"%d" % len(coded)),)
            packed = () if coding == "identity" else ((b"content-encoding", coding.encode()),)
            same = tuple(header for header in named if header[0] in _ON_304)
            whole = Answer(status, named + packed + length, coded)
            self._answers[coding] = (whole, Answer(304, same, b""))
            bytes_held += 2 * len(coded)  # the body, and the body on the wire
        self.weight = bytes_held + _OVERHEAD_BYTES

    @classmethod
    def of(cls, status: int, headers: Iterable[tuple[bytes, bytes]], body: bytes) -> "Edition|None":
        """The answer's edition; None where it is not the same for everybody, or says too little.

        A redirect or a failure is for the one who asked, and who may have asked otherwise.
        """
        told = tuple((name.lower(), value) for name, value in headers)
        may_be_told = status == 200 or status in NOT_FOUND
        return cls(status, told, body) if may_be_told and is_for_all(told) else None

    @property
    def may_be_kept(self) -> bool:
        return self.status == 200

    def answer_to(self, headers: dict[bytes, bytes]) -> Answer:
        """What those are told who ask with these headers."""
        coding = best_coding(headers.get(b"accept-encoding", b""))
        whole, not_modified = self._answers.get(coding) or self._answers["identity"]
        known = headers.get(b"if-none-match")
        if known is not None and self.status == 200 and self._is_known(known):
            return not_modified
        return whole

    def _is_known(self, known: bytes) -> bool:
        """Weak comparison (RFC 9110, 8.8.3.2): whoever has it in another coding has it."""
        if known == self.etag:
            return True
        opaque = self.etag.removeprefix(b"W/").decode("latin-1")
        tags = parse_etags(known.decode("latin-1"))
        return tags == ["*"] or any(tag.removeprefix("W/") == opaque for tag in tags)


@lru_cache(maxsize=512)
def best_coding(accepted: bytes) -> str:
    """The coding for an Accept-Encoding (RFC 9110, 12.5.3); `identity` if none is acceptable."""
    weights: dict[str, float] = {}
    for each in accepted.decode("latin-1").lower().split(","):
        name, _, parameter = each.partition(";")
        found = _WEIGHT(parameter.strip())
        # What is not a weight is no wish that could be granted.
        weights[name.strip()] = float(found[1]) if found else float(not parameter.strip())
    anything = weights.get("*")

    def weight(coding: str) -> float:
        if coding in weights:
            return weights[coding]
        if anything is not None:
            return anything
        return 0.0001 if coding == "identity" else 0.0  # acceptable, if nothing better is

    best = max(CODINGS, key=weight)
    return best if weight(best) else "identity"


def is_for_all(headers: Headers) -> bool:
    """Whether an answer with these headers is nobody's own."""
    for name, value in headers:
        if name in {b"set-cookie", b"content-encoding"}:
            return False
        if name == b"cache-control" and _names(value) & _NOT_FOR_ALL:
            return False
        if name == b"vary" and not _names(value) <= _ONLY_VARIES_BY:
            return False
    return True


def _names(value: bytes) -> set[bytes]:
    """What is listed, without the values that directives may have."""
    return {part.partition(b"=")[0].strip() for part in value.lower().split(b",")}


def _etag(headers: Headers, body: bytes) -> bytes:
    """The answer's own, or its digest: every process that makes the same bytes names them alike."""
    if own := dict(headers).get(b"etag"):
        return own
    return b'W/"%s"' % blake2b(body, digest_size=12).hexdigest().encode()


def _vary(headers: Headers) -> tuple[bytes, bytes]:
    by = dict(headers).get(b"vary", b"")
    if b"accept-encoding" in by.lower():
        return b"vary", by
    return b"vary", b"Accept-Encoding" + (b", " + by if by else b"")


def _coded(body: bytes) -> list[tuple[str, bytes]]:
    coded = [("identity", body)]
    if len(body) >= _LEAST_BYTES:
        coded.append(("gzip", gzip.compress(body, _GZIP_LEVEL, mtime=0)))
        coded.append(("br", brotli.compress(body, quality=_BROTLI_QUALITY)))
    return [(coding, each) for coding, each in coded if each is body or len(each) < len(body)]
