"""`follow_results`: an agency's folder, taken in order, once each, across restarts and signals."""

import json
import os
import signal

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from liveblog.management.commands import follow_results
from results import agencies
from results.agencies import Folder
from results.models import Contest, Declaration, Dispatch
from tests.page import Page
from tests.publishing.hall import head
from tests.results.agencies.wires import pa_result, pa_rush
from tests.results.night import FIVE_SEATS

State = Dispatch.State
DOUBTFUL = {"Ada Quill": 500, "Cleo Finch": 2_600, "Ben Marsh": 2_300}


@pytest.fixture
def put(tmp_path):
    """`put(name, text, second)`: a file that the feed wrote at that second."""

    def put(name, text, second=0):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        os.utime(path, (second, second))
        return path

    return put


@pytest.fixture
def follow(tmp_path, blog, capsys):
    """Look once into the folder; what was told."""

    def follow(*options):
        command = ["follow_results", str(tmp_path), "--election", "quayshire-2024", "--once"]
        call_command(*command, *options)
        return capsys.readouterr()

    return follow


def states():
    return [(each.file, each.state) for each in Dispatch.objects.all()]


def northquay():
    return Contest.objects.with_results().get(slug="northquay")


def test_files_are_taken_by_their_time_and_then_by_their_number(put, follow):
    put("results/Quayshire_result_Northquay_10.xml", pa_result(10, votes={"Ada Quill": 2_810}), 20)
    put("results/Quayshire_result_Northquay_2.xml", pa_result(2), 20)
    put("results/Quayshire_rush_Northquay_1.xml", pa_rush(1), 10)
    follow()
    assert states() == [
        ("Quayshire_rush_Northquay_1.xml", State.NOTED),
        ("Quayshire_result_Northquay_2.xml", State.TAKEN),
        ("Quayshire_result_Northquay_10.xml", State.TAKEN),
    ]
    assert northquay().declaration.reason == "PA revision 10"


def test_a_restart_takes_nothing_twice(put, follow, blog):
    put("one.xml", pa_result())
    follow()
    offset = head(blog)
    assert follow().out == "Stopped. 0 set aside.\n"
    assert (head(blog), Declaration.objects.count()) == (offset, 1)


def test_open_pages_follow(put, follow, blog):
    client = Client()
    page = Page.fetched(client, blog)
    put("one.xml", pa_result())
    follow()
    frames = page.follow(blog)
    assert [each["type"] for each in frames] == ["board"]
    assert "Harbour hold" in frames[0]["html"]
    assert page == Page.fetched(client, blog)


def test_hidden_files_and_others_are_left_alone(put, follow):
    put(".timestamp", "20240503")
    put(".Northquay_1.xml.part", pa_result())
    put("readme.txt", "hello")
    follow()
    assert states() == []


def test_what_is_set_aside_is_told_and_tried_again(put, follow, blog):
    northquay().candidacies.filter(slug="dov-reed").update(name="Somebody Else")
    put("one.xml", pa_result())
    told = follow()
    assert "set aside: one.xml: Northquay: not on our roster: Dov Reed" in told.out
    assert "Still set aside: one.xml" in told.err
    northquay().candidacies.filter(slug="dov-reed").update(name="Dov Reed")
    assert "taken: one.xml: Northquay: Harbour hold" in follow().out


def test_looking_once_waits_for_nothing(put, follow):
    put("bad.xml", "<half", 10)
    put("one.xml", pa_result(), 20)
    assert "refused: bad.xml: is not well-formed XML" in follow().out
    assert states() == [("bad.xml", State.REFUSED), ("one.xml", State.TAKEN)]


def test_a_database_that_is_busy_is_asked_again(put, follow, monkeypatch):
    put("one.xml", pa_result())
    with monkeypatch.context() as busy:
        busy.setattr(agencies, "take_file", _locked)
        # The test's own transaction lives in this connection.
        busy.setattr(follow_results, "close_old_connections", lambda: None)
        assert "database is locked" in follow().err
    follow()
    assert states() == [("one.xml", State.TAKEN)]


def _locked(*args, **kwargs):
    raise OperationalError("database is locked")


def test_a_file_that_is_gone_again_stops_nothing(put, follow, monkeypatch):
    put("one.xml", "<half")
    with monkeypatch.context() as gone:
        gone.setattr(agencies, "refuse_file", _gone)
        gone.setattr(follow_results, "close_old_connections", lambda: None)
        assert "Waiting: no such file" in follow().err
    assert states() == []


def _gone(*args, **kwargs):
    raise FileNotFoundError("no such file")


def test_a_newer_one_makes_what_was_set_aside_old(put, follow):
    put("one.xml", pa_result(1, votes=DOUBTFUL), 10)
    follow()
    put("two.xml", pa_result(2), 20)
    follow()
    assert states() == [("one.xml", State.IGNORED), ("two.xml", State.TAKEN)]


def test_warnings_are_accepted_where_the_feed_is_trusted(put, follow):
    put("one.xml", pa_result(votes=DOUBTFUL))
    follow()
    assert states() == [("one.xml", State.SET_ASIDE)]
    follow("--confirm")
    assert states() == [("one.xml", State.TAKEN)]
    assert northquay().declaration.confirmed


def test_a_wrong_folder_election_or_interval_is_an_error(tmp_path, blog):
    with pytest.raises(CommandError, match="no folder"):
        call_command("follow_results", str(tmp_path / "none"), "--election", "quayshire-2024")
    with pytest.raises(CommandError, match="no election"):
        call_command("follow_results", str(tmp_path), "--election", "none")
    with pytest.raises(CommandError, match="above nought"):
        call_command(
            "follow_results", str(tmp_path), "--election", "quayshire-2024", "--interval", "0"
        )


@pytest.mark.parametrize(
    "database", ["sqlite", pytest.param("postgres", marks=pytest.mark.servers)]
)
def test_it_goes_on_after_a_bad_file_and_ends_cleanly(make_site, tmp_path, put, request, database):
    postgres = database == "postgres"
    site = make_site(
        **({"DATABASE_URL": request.getfixturevalue("postgres_url")} if postgres else {})
    )
    election = put("../election.json", json.dumps(FIVE_SEATS))
    site.manage("load_election", str(election))
    folder = tmp_path / "feed"
    folder.mkdir()
    command = ["manage.py", "follow_results", str(folder), "--election", "quayshire-2024"]
    running = site.start(*command, "--interval", "0.1", log="feed")
    whole = pa_result()
    (folder / "one.xml").write_text(whole)
    running.wait_until(lambda: "taken: one.xml" in running.log.read_text(), what="one is taken")
    (folder / "bad.xml").write_text("<!DOCTYPE x><x/>")
    running.wait_until(lambda: "refused: bad.xml" in running.log.read_text(), what="bad is refused")
    (folder / "two.xml").write_text(pa_result(2, votes={"Ada Quill": 2_801}))
    running.wait_until(lambda: "taken: two.xml" in running.log.read_text(), what="two is taken")
    assert running.stop(signal.SIGINT) == 0
    assert running.log.read_text().endswith("Stopped. 0 set aside.\n")
    assert "Traceback" not in running.log.read_text()


def test_a_file_still_being_written_waits_and_holds_back_what_follows(tmp_path):
    folder = Folder(tmp_path)
    path = tmp_path / "half.xml"
    path.write_text("<a>")
    assert list(folder.arrived()) == [path]
    assert not folder.is_whole(path)
    path.write_text("<a></a>")
    assert list(folder.arrived()) == [path]
    assert not folder.is_whole(path)
    assert folder.is_whole(path)
    folder.done(path)
    assert list(folder.arrived()) == []


def test_the_desk_takes_from_the_admin_what_it_has_read(put, follow, client, cast):
    put("one.xml", pa_result(votes=DOUBTFUL))
    follow()
    cast.edith.is_staff = cast.edith.is_superuser = True
    cast.edith.save()
    client.force_login(cast.edith)
    url = reverse("admin:results_dispatch_changelist")
    chosen = [Dispatch.objects.get().pk]
    answer = client.post(url, {"action": "take_confirmed", "_selected_action": chosen}, follow=True)
    assert "one.xml: Northquay: Lantern gain from Harbour" in answer.content.decode()
    assert northquay().declaration.recorded_by == cast.edith


def test_who_may_only_look_has_no_such_press(put, follow, client, cast):
    from django.contrib.auth.models import Permission

    put("one.xml", pa_result(votes=DOUBTFUL))
    follow()
    cast.rosa.is_staff = True
    cast.rosa.save()
    cast.rosa.user_permissions.add(Permission.objects.get(codename="view_dispatch"))
    client.force_login(cast.rosa)
    url = reverse("admin:results_dispatch_changelist")
    client.post(url, {"action": "take_confirmed", "_selected_action": [Dispatch.objects.get().pk]})
    assert states() == [("one.xml", State.SET_ASIDE)]
