"""Slash commands of chat tools, signed as Slack and Mattermost sign theirs."""

import hashlib
import hmac
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import Client

from liveblog import publishing
from liveblog.models import ChatHook, Entry, Membership
from tests.results.night import at

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
RESULT = "result northquay quill 2,800 marsh 2,600 finch 300 reed 300 rejected 40"

Say = Callable[..., HttpResponse]


@pytest.fixture
def slack(blog, cast) -> ChatHook:
    return ChatHook.objects.create(
        blog=blog, user=cast.rosa, name="#count", kind="slack", secret=SECRET
    )


@pytest.fixture
def mattermost(blog, cast) -> ChatHook:
    return ChatHook.objects.create(
        blog=blog, user=cast.rosa, name="count", kind="mattermost", secret=SECRET
    )


@pytest.fixture
def say(clock) -> Say:
    def said(
        hook: ChatHook | str,
        text: str,
        *,
        trigger: str = "13345224609.738474920.8088930838d88f008e0",
        age: int = 0,
        secret: str = SECRET,
        sign: bool = True,
        headers: dict[str, str] | None = None,
        **form: str,
    ) -> HttpResponse:
        """Post as Slack does, `age` seconds ago."""
        sent = {"command": "/night", "text": text, "user_id": "U2147483697", "user_name": "bea"}
        sent |= {"response_url": "https://hooks.example.org/1234", "trigger_id": trigger, **form}
        body = urlencode({name: value for name, value in sent.items() if value})
        stamp = str(int(clock().timestamp()) - age)
        # Slack's published scheme, spelt here once more and not taken from ours.
        base = f"v0:{stamp}:{body}".encode()
        signature = "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
        signed = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature}
        address = hook if isinstance(hook, str) else hook.get_absolute_url()
        return Client(enforce_csrf_checks=True).post(
            address,
            body,
            content_type="application/x-www-form-urlencoded",
            headers={**(signed if sign else {}), **(headers or {})},
        )

    return said


def text_of(answer: HttpResponse) -> str:
    assert answer.status_code == 200, answer.content
    told: dict[str, Any] = answer.json()
    assert told["response_type"] == "ephemeral"
    return str(told["text"])


def test_a_line_without_a_command_word_is_an_update(slack, say):
    told = text_of(say(slack, "The first boxes are in."))
    entry = Entry.objects.get()
    assert (entry.kind, entry.status) == ("update", "published")
    assert entry.body == "The first boxes are in."
    assert entry.authors == ["Rosa Reyes"]
    assert told == f"Posted: http://testserver{entry.get_absolute_url()}"
    assert entry.revisions.get().reason == "via chat: @bea"
    assert entry.revisions.get().by == slack.user


def test_a_result_is_declared_and_told_back(slack, say):
    told = text_of(say(slack, f"1.10am {RESULT}"))
    entry = Entry.objects.get()
    assert entry.card["majority"] == 200
    assert (entry.at, entry.provenance) == (at("01:10"), "stage")
    assert "• Ada Quill (Har): 2,800" in told
    assert "• Rejected papers: 40" in told


def test_mattermost_sends_its_token_in_the_header_or_in_the_form(mattermost, say):
    header = {"Authorization": f"Token {SECRET}"}
    text_of(say(mattermost, "One.", trigger="a", sign=False, headers=header))
    text_of(say(mattermost, "Two.", trigger="b", sign=False, token=SECRET))
    assert Entry.objects.count() == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"secret": "another"},
        {"sign": False},
        {"age": 301},
        {"age": -301},
        {"headers": {"X-Slack-Signature": "v0=é"}},
        {"headers": {"X-Slack-Signature": ""}},
        {"headers": {"X-Slack-Request-Timestamp": "soon"}},
        {"headers": {"X-Slack-Request-Timestamp": "9" * 4000}},
        {"sign": False, "token": SECRET},
    ],
    ids=lambda wrong: " ".join(wrong),
)
def test_what_slack_did_not_just_sign_is_refused(slack, say, wrong):
    assert say(slack, "Hung parliament!", **wrong).status_code == 401
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"token": "another"},
        {"headers": {"Authorization": "Token another"}, "token": SECRET},
        {"headers": {"Authorization": "Token é"}},
    ],
    ids=["none", "in the form", "in the header", "no ascii"],
)
def test_what_has_not_the_commands_token_is_refused(mattermost, say, wrong):
    assert say(mattermost, "Hung parliament!", sign=False, **wrong).status_code == 401
    assert not Entry.objects.exists()


def test_a_body_that_was_changed_on_the_way_is_refused(slack, say, clock):
    stamp = str(int(clock().timestamp()))
    body = urlencode({"text": "All well.", "trigger_id": "1"})
    base = f"v0:{stamp}:{body}".encode()
    signature = "v0=" + hmac.new(SECRET.encode(), base, hashlib.sha256).hexdigest()
    answer = Client().post(
        slack.get_absolute_url(),
        body.replace("well", "lost"),
        content_type="application/x-www-form-urlencoded",
        headers={"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature},
    )
    assert answer.status_code == 401


def test_nobody_learns_which_hooks_there_are(slack, say, clock):
    assert say("/api/hooks/0123456789abcdef", "Hello.").status_code == 401
    slack.revoked_at = clock()
    slack.save()
    assert say(slack, "Hello.").status_code == 401
    assert not Entry.objects.exists()


def test_only_a_post_is_a_command(slack):
    assert Client().get(slack.get_absolute_url()).status_code == 405


def test_sent_again_it_is_the_same_entry(slack, say):
    first = text_of(say(slack, "The first boxes are in."))
    retry = {"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"}
    again = text_of(say(slack, "The first boxes are in.", age=-1, headers=retry))
    replayed = text_of(say(slack, "The first boxes are in."))
    assert first == again == replayed
    assert Entry.objects.count() == 1
    text_of(say(slack, "The first boxes are in.", trigger="another"))
    assert Entry.objects.count() == 2


def test_without_a_trigger_it_could_not_be_told_from_a_repetition(slack, say):
    assert say(slack, "Hello.", trigger="").status_code == 400
    assert not Entry.objects.exists()


def test_a_question_comes_back_with_what_to_type(slack, say):
    told = text_of(say(slack, "turnout quay 60.4"))
    assert told.startswith("Nothing was posted.")
    assert "“turnout Northquay 60.4”" in told
    assert "`/night turnout CONTEST" in told
    assert not Entry.objects.exists()


def test_a_result_that_does_not_add_up_is_refused_in_words(slack, say):
    told = text_of(say(slack, "result northquay quill 2800"))
    assert "Ben Marsh" in told
    assert "`/night result CONTEST" in told
    assert not Entry.objects.exists()


def test_a_doubt_is_confirmed_by_what_its_answer_says(slack, say):
    text_of(say(slack, "turnout northquay 60.4 6040", trigger="turnout"))
    line = RESULT.replace("reed 300", "reed 290")
    told = text_of(say(slack, line, trigger="1"))
    assert told.startswith("Nothing was posted yet")
    assert not Entry.objects.filter(kind="result").exists()
    guessed = text_of(say(slack, f"anyway-000000 {line}", trigger="2"))
    assert guessed.startswith("Nothing was posted yet")
    command = told.split("`")[1].removeprefix("/night ")
    assert text_of(say(slack, command, trigger="3")).startswith("Posted: ")
    reason = Entry.objects.get(kind="result").revisions.get().reason
    assert reason.startswith("via chat: @bea")


def test_help_lists_the_forms(slack, say):
    for text in ("help", "HELP", " "):
        told = text_of(say(slack, text))
        assert "`/night result CONTEST" in told
        assert "`/night turnout CONTEST" in told
    assert not Entry.objects.exists()


def test_nothing_that_is_typed_calls_or_links_anybody(slack, say):
    told = text_of(say(slack, "turnout <!channel 60.4"))
    assert "Nothing was posted." in told
    assert "&lt;" in told
    assert "<" not in told


def test_who_left_the_blog_posts_no_more(slack, say, cast):
    Membership.objects.filter(user=cast.rosa).delete()
    assert "does not write" in text_of(say(slack, "Hello."))
    assert not Entry.objects.exists()


def test_a_blog_that_is_over_takes_nothing(slack, say, blog):
    publishing.close_blog(blog=blog)
    assert text_of(say(slack, "Hello.")).startswith("Nothing was posted.")


def test_a_result_waits_where_the_blog_asks_for_a_second_look(slack, say, blog):
    blog.needs_second_look = True
    blog.save()
    told = text_of(say(slack, RESULT))
    assert "somebody else at the desk" in told
    assert Entry.objects.get().status == "proposed"


def test_too_many_commands_are_put_off(slack, say, settings):
    settings.API_WRITE_RATE = "2/m"
    for trigger in "ab":
        text_of(say(slack, "Hello.", trigger=trigger))
    answer = say(slack, "Hello.", trigger="c")
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert Entry.objects.count() == 2


def test_a_command_as_long_as_a_book_is_not_read(slack, say):
    assert say(slack, "long " * 20_000).status_code == 413


def test_a_name_that_no_database_keeps_is_nobodys(slack, say):
    text_of(say(slack, "Hello.", user_name="be\x00a"))
    assert Entry.objects.get().revisions.get().reason == "via chat: @somebody"


class TestCreateChatHook:
    def run(self, monkeypatch, capsys, *arguments: str, secret: str = SECRET) -> str:
        from io import StringIO

        monkeypatch.setattr("sys.stdin", StringIO(f"{secret}\n"))
        call_command("create_chat_hook", *arguments)
        return capsys.readouterr().out

    def test_it_prints_the_address_and_keeps_the_secret(self, blog, monkeypatch, capsys, say):
        told = self.run(
            monkeypatch, capsys, "quayshire", "rosa", "--name", "#count", "--kind", "slack"
        )
        hook = ChatHook.objects.get()
        assert told.strip() == hook.get_absolute_url()
        assert SECRET not in told
        text_of(say(hook, "Hello."))

    @pytest.mark.parametrize(
        ("arguments", "secret"),
        [
            (["nowhere", "rosa", "--name", "x", "--kind", "slack"], SECRET),
            (["quayshire", "nobody", "--name", "x", "--kind", "slack"], SECRET),
            (["quayshire", "stan", "--name", "x", "--kind", "slack"], SECRET),
            (["quayshire", "rosa", "--name", " ", "--kind", "slack"], SECRET),
            (["quayshire", "rosa", "--name", "x", "--kind", "slack"], "short"),
            (["quayshire", "rosa", "--name", "x", "--kind", "irc"], SECRET),
        ],
        ids=["no blog", "no account", "no member", "no name", "no secret", "no such tool"],
    )
    def test_it_says_what_is_wrong(self, blog, monkeypatch, capsys, arguments, secret):
        with pytest.raises(CommandError):
            self.run(monkeypatch, capsys, *arguments, secret=secret)
        assert not ChatHook.objects.exists()


@pytest.mark.parametrize("role", Membership.Role.values)
def test_the_role_of_the_hooks_user_decides(role, slack, say, cast):
    Membership.objects.filter(user=cast.rosa).update(role=role)
    told = text_of(say(slack, "The first boxes are in."))
    # What a contributor writes waits for the desk.
    status, says = {"contributor": ("proposed", "kept until")}.get(role, ("published", "Posted: "))
    assert Entry.objects.get().status == status
    assert says in told


def test_the_admin_takes_a_secret_and_never_shows_it(slack, cast, admin_client):
    address = f"/admin/liveblog/chathook/{slack.pk}/change/"
    assert SECRET not in admin_client.get(address).content.decode()
    fields = {"blog": slack.blog_id, "user": cast.rosa.pk, "kind": "slack", "revoked_at_0": ""}
    kept = admin_client.post(address, {**fields, "name": "#hall", "secret": ""})
    slack.refresh_from_db()
    assert kept.status_code == 302
    assert (slack.name, slack.secret) == ("#hall", SECRET)
    added = admin_client.post("/admin/liveblog/chathook/add/", {**fields, "name": "x"})
    assert "Copy it from the chat tool." in added.content.decode()
