"""Which links become an embed, and that nothing else does."""

import re

import pytest
from django.conf import settings
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from liveblog import embeds, prose
from liveblog.embeds import embed_of

VIDEO = "Qu4ysh1re_-"
FRAME = f"https://www.youtube-nocookie.com/embed/{VIDEO}"
DID = "did:plc:abcdefghijklmnopqrstuvwx"


@pytest.mark.parametrize(
    ("typed", "provider", "link", "frame"),
    [
        (f"https://www.youtube.com/watch?v={VIDEO}", "youtube", None, FRAME),
        (f"http://youtube.com/watch?app=x&v={VIDEO}&si=abc", "youtube",
         f"https://www.youtube.com/watch?v={VIDEO}", FRAME),
        (f"https://m.youtube.com/watch?v={VIDEO}&t=1m30s", "youtube",
         f"https://www.youtube.com/watch?v={VIDEO}&t=90s", f"{FRAME}?start=90"),
        (f"https://youtu.be/{VIDEO}?t=42", "youtube",
         f"https://www.youtube.com/watch?v={VIDEO}&t=42s", f"{FRAME}?start=42"),
        (f"https://youtube.com/shorts/{VIDEO}", "youtube",
         f"https://www.youtube.com/shorts/{VIDEO}", FRAME),
        (f"https://www.youtube.com/live/{VIDEO}?feature=share", "youtube",
         f"https://www.youtube.com/watch?v={VIDEO}", FRAME),
        ("https://x.com/quayshire/status/1234567890", "x", None,
         "https://platform.twitter.com/embed/Tweet.html?id=1234567890&dnt=true"),
        ("https://mobile.twitter.com/quayshire/status/1234567890/photo/1?s=20", "x",
         "https://x.com/quayshire/status/1234567890",
         "https://platform.twitter.com/embed/Tweet.html?id=1234567890&dnt=true"),
        (f"https://bsky.app/profile/{DID}/post/3lxciw4rf4c2p", "bluesky", None,
         f"https://embed.bsky.app/embed/{DID}/app.bsky.feed.post/3lxciw4rf4c2p"),
        ("https://bsky.app/profile/rosa.example.org/post/3lxciw4rf4c2p", "bluesky", None,
         "https://embed.bsky.app/embed/{did}/app.bsky.feed.post/3lxciw4rf4c2p"),
        ("https://mastodon.social/@rosa/112233", "mastodon", None,
         "https://mastodon.social/@rosa/112233/embed"),
        ("https://mas.to/users/rosa/statuses/112233", "mastodon",
         "https://mas.to/@rosa/112233", "https://mas.to/@rosa/112233/embed"),
        ("https://www.tiktok.com/@quay.shire/video/7123456789012345678?lang=en", "tiktok",
         "https://www.tiktok.com/@quay.shire/video/7123456789012345678",
         "https://www.tiktok.com/player/v1/7123456789012345678"),
        ("https://www.instagram.com/p/CxQuay_-12/?igsh=abc", "instagram",
         "https://www.instagram.com/p/CxQuay_-12/", "https://www.instagram.com/p/CxQuay_-12/embed/"),
        ("https://instagram.com/quayshire/reels/CxQuay_-12", "instagram",
         "https://www.instagram.com/reel/CxQuay_-12/",
         "https://www.instagram.com/reel/CxQuay_-12/embed/"),
    ],
)  # fmt: skip
def test_a_link_is_read_and_written_anew(typed, provider, link, frame):
    found = embed_of(typed)
    assert (found.provider, found.link, found.frame) == (provider, link or typed, frame)


def test_bluesky_is_asked_for_the_number_behind_a_name():
    found = embed_of("https://bsky.app/profile/rosa.example.org/post/3lxciw4rf4c2p")
    assert found.ask.startswith("https://public.api.bsky.app/xrpc/")
    assert found.ask.endswith("?handle=rosa.example.org")
    assert embed_of(f"https://bsky.app/profile/{DID}/post/3lxciw4rf4c2p").ask == ""


@pytest.mark.parametrize(
    "typed",
    [
        f"https://youtube.com.example.org/watch?v={VIDEO}",
        f"https://example.org/youtube.com/watch?v={VIDEO}",
        f"https://youtube.com@example.org/watch?v={VIDEO}",
        f"https://rosa:pw@youtube.com/watch?v={VIDEO}",
        f"https://youtube.com:8443/watch?v={VIDEO}",
        f"https://youtube.com./watch?v={VIDEO}",
        f"https://youtube.com\\@example.org/watch?v={VIDEO}",
        f"https://evil-youtube.com/watch?v={VIDEO}",
        f"https://youtubе.com/watch?v={VIDEO}",  # a Cyrillic е
        f"https://xn--youtub-8of.com/watch?v={VIDEO}",
        f"//youtube.com/watch?v={VIDEO}",
        f"ftp://youtube.com/watch?v={VIDEO}",
        f"javascript://youtube.com/watch?v={VIDEO}",
        f"https:///youtube.com/watch?v={VIDEO}",
        f"https://youtube.com/watch?v={VIDEO}x",
        f"https://youtube.com/watch?v={VIDEO}%22onload%3D1",
        'https://youtube.com/watch?v=" onload="x',
        f"https://youtube.com/redirect?q=https://example.org&v={VIDEO}",
        f"https://youtube.com/embed/{VIDEO}",
        f"https://youtu.be/watch?v={VIDEO}",
        "https://youtube.com/@quayshire",
        "https://x.com/quayshire",
        "https://x.com/i/redirect?url=https://example.org/status/1",
        "https://x.com/quayshire/status/12../../x",
        "https://x.com/quayshire/status/１２",
        "https://bsky.app/profile/rosa/post/3lxciw4rf4c2p",
        "https://bsky.app/profile/rosa.example.org/post/../../x",
        "https://social.example.org/@rosa/112233",
        "https://mastodon.social/@rosa@example.org/112233",
        "https://mastodon.social/redirect/accounts/1",
        "https://tiktok.com/@rosa/video/x",
        "https://vm.tiktok.com/ZMabc/",
        "https://instagram.com/p/../../x/",
        "https://www.instagram.com/accounts/login/?next=/p/CxQuay_-12/",
        "https://[::1]/watch",
        "https://youtube.com/watch?v=" + "x" * 600,
        "",
    ],
)
def test_what_does_not_fit_exactly_is_no_embed(typed):
    assert embed_of(typed) is None


PIECES = st.sampled_from(
    [
        "https://", "http://", "javascript:", "youtube.com", "youtu.be", "x.com", "bsky.app",
        "www.", "@", "/", "//", "\\", "?", "#", "&", ":", "watch?v=", VIDEO, "profile/", "/post/",
        "status/", "123", "3lxciw4rf4c2p", "mastodon.social", "instagram.com/p/", "tiktok.com/",
        "video/", "%2e", "..", " ", '"', "'", "<", ">", "\n", "example.org", "е", DID,
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=14).map("".join))
def test_whatever_is_typed_only_the_hosts_of_the_table_are_framed(typed):
    found = embed_of(typed)
    if found is None:
        return
    allowed = embeds.frame_sources()
    assert any(found.frame.startswith(f"{origin}/") for origin in allowed)
    assert not re.search(r"[\s\"'<>\\]", found.link + found.frame)
    assert found.link.startswith("https://")
    assert "example.org" not in found.frame


LINK = f"https://youtu.be/{VIDEO}"


def embedded(source: str) -> int:
    return prose.render(source).count("<figure")


@pytest.mark.parametrize(
    "source",
    [LINK, f"<{LINK}>", f"  {LINK}  ", f"Look:\n{LINK}\nThere.", f"One.\n\n{LINK}\n\nTwo."],
)
def test_alone_on_its_line_it_is_set_apart(source):
    assert embedded(source) == 1


@pytest.mark.parametrize(
    "source",
    [f"Look at {LINK} there", f"- {LINK}", f"> {LINK}", f"[the speech]({LINK})", f"# {LINK}",
     f"`{LINK}`", f"**{LINK}**", f"{LINK}.", f"|a|\n|-|\n|{LINK}|"],
)  # fmt: skip
def test_within_something_else_it_is_a_link_or_words(source):
    assert embedded(source) == 0
    assert LINK in prose.render(source)


def test_the_words_around_it_stay_whole():
    assert (
        prose.render(f"One **two**\n{LINK}\nthree\n\nfour")
        .replace("\n", "")
        .startswith("<p>One <strong>two</strong></p><figure")
    )
    assert prose.plain(f"One\n{LINK}\ntwo") == "One YouTube video two"


def test_a_figure_makes_no_browser_ask_anybody():
    html = prose.render(f"{LINK}\n\nhttps://bsky.app/profile/rosa.example.org/post/3lxciw4rf4c2p")
    assert not re.search(r"\s(src|srcset|srcdoc|poster|style|on\w+)=", html)
    assert not re.search(r"<(iframe|img|script|link|object|embed|video|audio)\b", html)
    assert f'<a href="https://www.youtube.com/watch?v={VIDEO}" rel="noopener nofollow ugc">' in html
    assert "may set cookies" in html


def test_a_post_on_a_server_that_is_not_named_stays_a_link(settings):
    post = "https://social.example.org/@rosa/112233"
    assert prose.render(post) == f'<p><a href="{post}" rel="noopener nofollow ugc">{post}</a></p>'
    settings.MASTODON_HOSTS = ("social.example.org",)
    assert embedded(post) == 1


def test_only_these_hosts_may_be_framed_or_asked(db):
    policy = Client().get("/").headers["Content-Security-Policy"]
    directives = {each.split()[0]: each.split()[1:] for each in policy.split("; ")}
    assert set(directives["frame-src"]) == set(embeds.frame_sources(settings.MASTODON_HOSTS))
    assert directives["connect-src"] == ["'self'", "https://public.api.bsky.app"]
    assert "https://www.youtube-nocookie.com" in directives["frame-src"]
    assert directives["script-src"] == ["'self'"]


@pytest.mark.parametrize(
    "name", ["https://mas.to", "mas.to/x", "*", "localhost", "a b.org", "mas.to;"]
)
def test_a_setting_that_is_no_name_of_a_host_is_refused(name):
    with pytest.raises(ValueError, match="not the name of a host"):
        embeds.checked_hosts([name])


def test_names_of_hosts_are_read_in_any_case():
    assert embeds.checked_hosts([" Mas.To ", ""]) == ("mas.to",)


def test_the_documentation_names_every_provider():
    text = (settings.BASE_DIR / "docs" / "composer.md").read_text()
    for provider in embeds.PROVIDERS.values():
        assert provider.name in text
        assert provider.frames_from in text


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("a majority of 1\u202e2\u202c", "a majority of 12"),
        ("Nor\u00adth\u200bquay\ufeff", "Northquay"),
        ("\u2066isolated\u2069", "isolated"),
        ("one\u2028two", "one<br>\ntwo"),
        ("the 👩\u200d🌾 won", "the 👩\u200d🌾 won"),
        ("نامه\u200cای", "نامه\u200cای"),
        ("[x](java\u200bscript:alert(1))", "[x](javascript:alert(1))"),
    ],
)
def test_what_nobody_sees_is_not_on_the_page(typed, shown):
    assert prose.render(typed) == f"<p>{shown}</p>"


@pytest.mark.parametrize(
    ("typed", "address", "after"),
    [
        ("https://example.org/_a_/b_c*d*", "https://example.org/_a_/b_c*d", "*"),
        ("See https://example.org/a.", "https://example.org/a", "."),
        ("(https://example.org/a(b))", "https://example.org/a(b)", ")"),
        ("HTTPS://example.org/?a=1&b=2, too", "HTTPS://example.org/?a=1&amp;b=2", ", too"),
    ],
)
def test_an_address_that_is_typed_as_it_is_becomes_a_link(typed, address, after):
    html = prose.render(typed)
    assert f">{address}</a>{after}</p>" in html
    assert "<em>" not in html


@pytest.mark.parametrize(
    "typed", ["https://", "xhttps://example.org", "javascript://x", "://x.org"]
)
def test_what_is_no_address_stays_words(typed):
    assert "<a" not in prose.render(typed)
