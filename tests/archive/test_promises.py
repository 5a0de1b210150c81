"""An archive keeps what was promised, and how each entry was known."""

import json
import zipfile
from pathlib import Path

from liveblog import publishing
from liveblog.archive import write_archive
from liveblog.models import Blog


def test_promises_and_provenance_are_in_the_record_and_on_the_page(
    blog: Blog, tmp_path: Path
) -> None:
    publishing.await_figure(blog=blog, what="ward figures")
    dropped = publishing.await_figure(blog=blog, what="postal votes")
    publishing.drop_awaited(awaited=dropped, reason="Next week.")
    publishing.publish_entry(blog=blog, body="Soon.", provenance="overheard")
    publishing.close_blog(blog=blog)
    with zipfile.ZipFile(write_archive(blog, to=tmp_path / "night.zip")) as bundle:
        record = json.loads(bundle.read("quayshire/data/blog.json"))
        (front,) = [name for name in bundle.namelist() if name.endswith("data/index.html")]
        page = bundle.read(front).decode()
    wards, postal = record["awaited"]
    assert (wards["what"], wards["closed_at"], wards["dropped"]) == ("ward figures", None, None)
    assert (postal["what"], postal["dropped"]) == ("postal votes", "Next week.")
    (entry,) = record["entries"]
    assert entry["provenance"] == entry["versions"][0]["provenance"] == "overheard"
    assert "Not known when coverage ended" in page
    assert "ward figures" in page
    assert "postal votes" not in page
    assert "Not confirmed" in page
