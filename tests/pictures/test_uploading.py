"""A picture arrives piece by piece, and goes on where it was cut off."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.contrib.auth.models import User
from django.test import Client, RequestFactory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liveblog import publishing
from liveblog.models import AccessToken, Blog, Picture
from liveblog.pictures import incoming
from liveblog.pictures.conversation import PIECE, Asked, Rebuff, converse
from liveblog.pictures.developing import Busy
from liveblog.pictures.limits import MAX_BYTES
from tests.pictures.shots import kept, photo


class Sender:
    """One device that sends one picture."""

    def __init__(self, client: Client, *, id: UUID | None = None, **headers: str) -> None:
        self.client, self.headers = client, headers
        self.address = f"/newsroom/quayshire/pictures/{id or uuid4()}/"

    def begin(self, length: int):
        return self.client.post(
            self.address, b"", headers={"Upload-Length": str(length), **self.headers},
            content_type="application/octet-stream",
        )  # fmt: skip

    def stands(self):
        return self.client.head(self.address, headers=self.headers)

    def add(self, piece: bytes, offset: int | str, kind: str = PIECE):
        return self.client.patch(
            self.address, piece, content_type=kind,
            headers={"Upload-Offset": str(offset), **self.headers},
        )  # fmt: skip

    def send(self, file: bytes):
        """All of it in one piece; the last answer."""
        begun = self.begin(len(file))
        return self.add(file, 0) if begun.status_code == 201 else begun


def test_from_the_first_byte_to_the_picture(desk: Client, blog: Blog, cast):
    file, sender = photo(900, 600), Sender(desk)
    begun = sender.begin(len(file))
    assert (begun.status_code, begun["Upload-Offset"]) == (201, "0")
    assert sender.add(file[:1000], 0)["Upload-Offset"] == "1000"
    stands = sender.stands()
    assert (stands["Upload-Offset"], stands["Upload-Length"]) == ("1000", str(len(file)))
    assert stands["Cache-Control"] == "no-store"
    done = sender.add(file[1000:], 1000)
    assert (done.status_code, done["Upload-Complete"]) == (201, "?1")
    picture = Picture.objects.get()
    told = done.json()
    assert (told["state"], told["id"]) == ("taken", str(picture.client_id))
    assert (told["width"], told["height"]) == (picture.width, picture.height) == (900, 600)
    assert (picture.blog, picture.uploaded_by, picture.entry) == (blog, cast.rosa, None)
    assert kept(picture).size == (900, 600)
    assert {kind: [each.width for each in sizes] for kind, sizes in picture.sources.items()} == {
        kind: [360, 720, 900] for kind in ("AVIF", "WEBP", "JPEG")
    }
    for sizes in picture.sources.values():
        for each in sizes:
            assert each.storage.size(each.name) > 200
    again = sender.stands()
    assert (again.status_code, again["Upload-Complete"]) == (200, "?1")
    assert sender.begin(len(file)).json() == told
    assert not list(incoming._root().rglob("*.part"))


def test_a_piece_that_begins_elsewhere_is_told_where_it_stands(desk: Client):
    file, sender = photo(), Sender(desk)
    sender.begin(len(file))
    sender.add(file[:500], 0)
    for offset in (0, 499, 501):
        answer = sender.add(file[offset:600], offset)
        assert (answer.status_code, answer["Upload-Offset"]) == (409, "500")
    too_much = sender.add(file[500:] + b"!", 500)
    assert (too_much.status_code, too_much["Upload-Offset"]) == (409, "500")
    assert sender.add(file[500:], 500).status_code == 201


class Talk:
    """The same conversation without a site around it, as quick as a file."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []
        self.asked = Asked(
            whose=1, key="1", id=uuid4(),
            taken=lambda: {"state": "taken"} if self.taken else None, take=self.take,
        )  # fmt: skip

    def take(self, file: Path) -> dict[str, str]:
        self.taken.append(file.read_bytes())
        return {"state": "taken"}

    def __call__(self, method: str, body: bytes = b"", **headers: int) -> tuple[int, str | None]:
        """The status, and where the upload stands."""
        named = {f"HTTP_{name.upper()}": str(value) for name, value in headers.items()}
        request = RequestFactory().generic(method, "/", body, content_type=PIECE, **named)
        try:
            answer = converse(request, self.asked)
        except Rebuff as rebuff:
            return rebuff.status, rebuff.headers.get("Upload-Offset")
        return answer.status_code, answer.headers.get("Upload-Offset")


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    file=st.binary(min_size=1, max_size=3_000),
    moves=st.lists(
        st.tuples(
            st.sampled_from(["add", "add", "add", "repeat", "skip", "begin", "ask", "nonsense"]),
            st.integers(1, 900),
        ),
        max_size=20,
    ),
)
def test_however_it_is_cut_repeated_and_asked_it_is_the_same_file(var_dir, file, moves):
    talk, stands = Talk(), 0
    assert talk("POST", upload_length=len(file)) == (201, "0")
    for move, size in moves:
        if move == "add" and stands + size < len(file):
            piece = file[stands : stands + size]
            stands += size
            assert talk("PATCH", piece, upload_offset=stands - size) == (204, str(stands))
        elif move == "repeat" and stands:  # its answer was lost, so it is sent once more
            offset = max(0, stands - size)
            assert talk("PATCH", file[offset:stands], upload_offset=offset) == (409, str(stands))
        elif move == "skip":
            assert talk("PATCH", b"?", upload_offset=stands + size) == (409, str(stands))
        elif move == "nonsense":  # more than was announced, which may be another file
            assert talk("PATCH", bytes(4_000), upload_offset=stands) == (409, str(stands))
        elif move == "begin":
            assert talk("POST", upload_length=len(file)) == (200, str(stands))
        assert talk("HEAD") == (200, str(stands))
    assert talk.taken == []
    assert talk("PATCH", file[stands:], upload_offset=stands) == (201, None)
    assert talk("PATCH", file[stands:], upload_offset=stands) == (200, None)
    assert talk.taken == [file]


@pytest.mark.parametrize("length", ["", "-1", "1e3", "٣", "9" * 20])
def test_a_length_that_is_none_is_refused(desk: Client, length):
    answer = Sender(desk).begin(length)  # type: ignore[arg-type]
    assert answer.status_code == 400
    assert "number of bytes" in answer.json()["message"]


def test_20_mb_are_the_most_and_that_is_said_before_any_is_sent(desk: Client):
    answer = Sender(desk).begin(23_400_000)
    assert answer.status_code == 413
    assert answer.json() == {
        "state": "refused", "message": "23.4 MB: a picture has 20 MB at most."
    }  # fmt: skip
    assert Sender(desk).begin(MAX_BYTES).status_code == 201
    assert Sender(desk).begin(MAX_BYTES + 1).status_code == 413
    empty = Sender(desk).begin(0)
    assert (empty.status_code, empty.json()["message"]) == (422, "The file is empty.")


def test_what_is_no_picture_is_refused_for_good_and_forgotten(desk: Client):
    sender = Sender(desk)
    answer = sender.send(b"<html><script>alert(1)</script></html>")
    assert answer.status_code == 422
    assert "HTML" in answer.json()["message"]
    assert sender.stands().status_code == 404
    assert not Picture.objects.exists()
    assert not list(incoming._root().rglob("*.part"))


def test_a_picture_whose_sizes_cannot_be_made_leaves_nothing(desk: Client, settings, monkeypatch):
    def busy(**_):
        raise Busy("Other pictures are being made.")

    sender, file = Sender(desk), photo()
    with monkeypatch.context() as patched:
        patched.setattr("liveblog.pictures.developing.develop", busy)
        answer = sender.send(file)
    assert (answer.status_code, answer["Retry-After"]) == (503, "3")
    assert [p for p in Path(settings.MEDIA_ROOT).rglob("*") if p.is_file()] == []
    # Nothing of it is to be sent again.
    assert sender.stands()["Upload-Offset"] == str(len(file))
    assert sender.add(b"", len(file)).status_code == 201


def test_only_who_writes_for_the_blog_sends_pictures(desk, blog, cast, seat):
    stranger = Sender(seat(cast.stan))
    assert stranger.begin(100).status_code == 404
    assert stranger.stands().status_code == 404
    nobody = Sender(Client()).begin(100)
    assert (nobody.status_code, nobody.json()["state"]) == (401, "log in")
    assert Sender(desk).client.get(Sender(desk).address).status_code == 405
    assert Sender(desk).client.delete(Sender(desk).address).status_code == 405


def test_without_the_token_of_the_page_nothing_is_begun(blog, cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.rosa)
    assert Sender(client).begin(100).status_code == 403
    client.get("/newsroom/quayshire/")
    token = client.cookies["csrftoken"].value
    assert Sender(client, **{"X-CSRFToken": token}).begin(100).status_code == 201


def test_an_upload_is_its_sender_s_alone(desk, blog, cast, seat):
    id = uuid4()
    Sender(desk, id=id).begin(100)
    assert Sender(seat(cast.edith), id=id).stands().status_code == 404


def test_one_person_begins_no_more_than_a_number_of_uploads(desk, monkeypatch):
    monkeypatch.setattr(incoming, "AT_ONCE", 3)
    for _ in range(3):
        assert Sender(desk).begin(100).status_code == 201
    many = Sender(desk).begin(100)
    assert (many.status_code, many["Retry-After"]) == (429, "60")


def test_an_upload_that_nobody_goes_on_with_is_swept_and_no_other(desk):
    old, new = Sender(desk), Sender(desk)
    old.begin(100)
    (path,) = incoming._root().rglob("*.part")
    new.begin(100)
    assert incoming.sweep(now=path.stat().st_mtime + 60) == 0
    os.utime(path, (0, 0))
    assert incoming.sweep(now=incoming.STALE + 1.0) == 1
    assert (old.stands().status_code, new.stands().status_code) == (404, 200)
    assert old.add(b"x", 0).status_code == 404


def test_its_pieces_are_nobody_else_s_to_read(desk):
    Sender(desk).begin(100)
    (path,) = incoming._root().rglob("*.part")
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0


def test_another_length_under_the_same_id_is_another_picture(desk):
    id = uuid4()
    Sender(desk, id=id).begin(100)
    assert Sender(desk, id=id).begin(101).status_code == 409


def test_an_archived_blog_takes_no_picture(desk, blog):
    publishing.archive_blog(blog=publishing.close_blog(blog=blog))
    answer = Sender(desk).send(photo())
    assert (answer.status_code, answer.json()["state"]) == (409, "refused")


def test_a_piece_says_what_it_is(desk):
    sender = Sender(desk)
    sender.begin(10)
    assert sender.add(b"12345", 0, kind="text/plain").status_code == 415


# --- Programs -----------------------------------------------------------------------------------


@pytest.fixture
def program(blog: Blog, cast) -> Callable[..., Client]:
    def program(user: User) -> Client:
        _, secret = AccessToken.issue(user=user, name="camera")
        return Client(headers={"Authorization": f"Bearer {secret}"})

    return program


def test_a_program_sends_a_file_whole_and_puts_it_into_an_entry(program, cast):
    client, id, file = program(cast.rosa), uuid4(), photo()
    address = f"/api/blogs/quayshire/pictures/{id}"
    sent = client.post(address, file, content_type="image/jpeg")
    assert sent.status_code == 201, sent.content
    assert [each["type"] for each in sent.json()["sizes"]][::2] == [
        "image/avif", "image/webp", "image/jpeg"
    ]  # fmt: skip
    assert client.post(address, file, content_type="image/jpeg").json() == sent.json()
    entry = {
        "client_id": str(uuid4()),
        "pictures": [{"id": str(id), "alt": "The hall", "caption": "At 2am"}],
    }
    made = client.post("/api/blogs/quayshire/entries", entry, content_type="application/json")
    assert made.status_code == 201, made.content
    (picture,) = made.json()["pictures"]
    assert made.json()["kind"] == "image"
    assert (picture["alt"], picture["caption"]) == ("The hall", "At 2am")
    assert Client().get(picture["url"]).status_code == 200
    changed = client.patch(
        f"/api/blogs/quayshire/entries/{made.json()['id']}",
        {"body": "Nobody is here.", "pictures": []},
        content_type="application/json", headers={"If-Match": '"1"'},
    )  # fmt: skip
    assert changed.json()["pictures"] == []
    assert Client().get(picture["url"]).status_code == 404


def test_a_program_goes_on_where_it_was(program, cast):
    client, file = program(cast.rosa), photo()
    address = f"/api/blogs/quayshire/pictures/{uuid4()}"
    begun = client.post(address, headers={"Upload-Length": str(len(file))}, data=b"",
                        content_type="application/octet-stream")  # fmt: skip
    assert (begun.status_code, begun["Upload-Offset"]) == (201, "0")
    piece = {"content_type": PIECE}
    assert (
        client.patch(address, file[:99], headers={"Upload-Offset": "0"}, **piece).status_code == 204
    )
    assert client.head(address)["Upload-Offset"] == "99"
    done = client.patch(address, file[99:], headers={"Upload-Offset": "99"}, **piece)
    assert done.status_code == 201


def test_a_program_is_refused_in_the_shape_of_the_api(program, cast):
    address = f"/api/blogs/quayshire/pictures/{uuid4()}"
    html = program(cast.rosa).post(address, b"<html>", content_type="image/jpeg")
    assert (html.status_code, html["Content-Type"]) == (422, "application/problem+json")
    assert "HTML" in json.loads(html.content)["title"]
    assert program(cast.stan).post(address, photo(), content_type="image/jpeg").status_code == 403
    assert Client().post(address, photo(), content_type="image/jpeg").status_code == 401
    nowhere = program(cast.rosa).post("/api/blogs/quayshire/entries", {"pictures": [{"id": "x"}]},
                                      content_type="application/json")  # fmt: skip
    assert nowhere.status_code == 422
    assert {each["field"] for each in nowhere.json()["errors"]} == {
        "pictures.0.alt", "pictures.0.id"
    }  # fmt: skip
