"""The gate answers plain requests itself and leaves whatever is unusual to Daphne."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liveblog.realtime.gate.heads import LONGEST, Unusual, read_head

PLAIN = (
    b"GET /night/?before=7 HTTP/1.1\r\nHost: declared.example\r\n"
    b"Accept-Encoding:  gzip, br \r\nX-Empty:\r\n\r\n"
)


def test_a_plain_request_is_read():
    head, rest = read_head(PLAIN + b"GET /next")
    assert (head.path, head.query) == ("/night/", "before=7")
    assert head.headers == {
        b"host": b"declared.example",
        b"accept-encoding": b"gzip, br",
        b"x-empty": b"",
    }
    assert rest == b"GET /next"
    assert head.keeps_alive
    assert not head.is_upgrade


@given(st.integers(0, len(PLAIN) - 1))
def test_until_it_is_there_whole_it_is_waited_for(size: int):
    assert read_head(PLAIN[:size]) is None


@pytest.mark.parametrize(
    "data",
    [
        b"POST / HTTP/1.1\r\nHost: a\r\n\r\n",
        b"HEAD / HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET / HTTP/1.0\r\nHost: a\r\n\r\n",
        b"GET / HTTP/2\r\nHost: a\r\n\r\n",
        b"GET /\r\nHost: a\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET  / HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET /#a HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET /\xc3\xa9 HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nCookie: b\r\ncookie: c\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc",
        b"GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n folded\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost : a\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\rX: b\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\0\r\n\r\n",
        b"\x16\x03\x01",
        b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"x" * LONGEST + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"x" * LONGEST,
    ],
    ids=lambda data: repr(data)[2:40],
)
def test_what_is_unusual_is_not_for_the_door(data: bytes):
    with pytest.raises(Unusual):
        read_head(data)


@given(st.binary(max_size=200))
def test_no_bytes_upset_it(tail: bytes):
    for data in (tail, b"GET /" + tail, PLAIN[:-2] + tail, PLAIN.replace(b"7", tail)):
        try:
            found = read_head(data)
        except Unusual:
            continue
        if found is not None:
            head, rest = found
            assert data.endswith(rest)
            assert head.path.startswith("/")
            assert all(ord(" ") < ord(letter) < 127 for letter in head.path + head.query)
