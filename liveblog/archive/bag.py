"""The layout of an archive: a BagIt bag, what its files are called and what vouches for them."""

import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

ALGORITHMS = ("sha256", "sha512")
TAG_FILES = (
    "bagit.txt",
    "bag-info.txt",
    *(f"{kind}-{name}.txt" for kind in ("manifest", "tagmanifest") for name in ALGORITHMS),
)
BLOG, EVENTS, README = "blog.json", "events.jsonl", "README.txt"
RESULTS_TABLE, RESULTS = "results.csv", "results.json"
FRONT, ARTICLE = "index.html", "at-a-glance.html"

_LINE = re.compile(r"(?P<digest>[0-9a-f]+)  (?P<name>\S.*)")
_OXUM = re.compile(r"^Payload-Oxum: (\d+)\.(\d+)$", re.MULTILINE)


def entry_page(public_id: str) -> str:
    """Where the entry's own page is, from the bag's `data/`."""
    return f"entry/{public_id}.html"


def picture_file(address: str) -> str:
    """Where a size of a picture is; `address` is its own on the site, `/blog/pictures/id/name`."""
    _, _, public_id, name = address.strip("/").split("/")
    return f"pictures/{public_id}/{name}"


def contest_page(address: str) -> str:
    """Where the page of the contest `election/contest` is, from the bag's `data/`."""
    return f"contest/{address}.html"


def make_bag(folder: Path, info: Mapping[str, str]) -> None:
    """Turn a folder into a bag in place: its files move to `data/`, manifests are written.

    In a process of its own, because bagit changes the working directory, which all threads of a
    server share. Its tag manifests list files in the disk's order; they are sorted, and spaced as
    sha256sum reads them, so that the same night gives the same bytes. Raises OSError.
    """
    done = subprocess.run(
        [sys.executable, "-c", "import bagit, json, sys; bagit.make_bag(**json.load(sys.stdin))"],
        input=json.dumps({"bag_dir": str(folder), "bag_info": dict(info), "checksums": ALGORITHMS}),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        why = done.stderr.strip().rpartition("\n")[2]
        raise OSError(f"The bag could not be made: {why}")
    for name in ALGORITHMS:
        manifest = folder / f"tagmanifest-{name}.txt"
        lines = sorted(line.split() for line in manifest.read_text().splitlines())
        manifest.write_text("".join(f"{digest}  {file}\n" for digest, file in lines))


@dataclass(frozen=True, slots=True)
class Print:
    """A file's size in bytes and its digest by each of `ALGORITHMS`."""

    size: int
    digests: Mapping[str, str]

    @classmethod
    def of(cls, blocks: Iterable[bytes]) -> "Print":
        size, hashes = 0, [hashlib.new(name) for name in ALGORITHMS]
        for block in blocks:
            size += len(block)
            for each in hashes:
                each.update(block)
        return cls(size, {each.name: each.hexdigest() for each in hashes})

    @classmethod
    def unknown(cls) -> "Print":
        """Of a file that could not be read."""
        return cls(0, {})


def differences(prints: Mapping[str, Print], texts: Mapping[str, str]) -> Iterator[str]:
    """One line for each file that differs, is missing or is extra.

    `prints` are of every file found, `texts` the tag files. Nothing vouches for the tag manifests
    themselves: where the two disagree about a file, the one that is wrong was changed.
    """
    for name in TAG_FILES:
        if name not in prints:
            yield f"{name}: missing."
    yield from _compare("tagmanifest", prints, texts, lambda name: not name.startswith("data/"))
    yield from _compare("manifest", prints, texts, lambda name: name.startswith("data/"))
    yield from _oxum_problems(prints, texts.get("bag-info.txt"))


def _compare(
    kind: str,
    prints: Mapping[str, Print],
    texts: Mapping[str, str],
    is_covered: Callable[[str], bool],
) -> Iterator[str]:
    listed: dict[str, dict[str, str]] = {}
    for algorithm in ALGORITHMS:
        manifest = f"{kind}-{algorithm}.txt"
        if manifest in texts:
            listed[manifest], faults = _read_manifest(manifest, texts[manifest])
            yield from faults
    if not listed:
        return
    found = {n for n in prints if is_covered(n) and not n.startswith("tagmanifest-")}
    for name in sorted(found.union(*listed.values())):
        naming = {manifest for manifest, lines in listed.items() if name in lines}
        if not naming:
            yield f"{name}: extra; no manifest names it."
        elif name not in prints:
            yield from _missing(name, naming, all_of=naming == listed.keys())
        else:
            for manifest in sorted(listed.keys() - naming):
                yield f"{manifest}: does not name {name}."
            yield from _differing(name, prints[name], {m: listed[m][name] for m in naming})


def _missing(name: str, naming: set[str], *, all_of: bool) -> Iterator[str]:
    if all_of:
        # The missing tag files have been named already.
        if name not in TAG_FILES:
            yield f"{name}: missing."
        return
    for manifest in sorted(naming):
        yield f"{manifest}: names {name}, which is not there."


def _differing(name: str, found: Print, digests: Mapping[str, str]) -> Iterator[str]:
    if not found.digests:
        return  # why it could not be read has been said
    wrong = {m for m, digest in digests.items() if digest != found.digests[_algorithm(m)]}
    if wrong == digests.keys():
        if wrong:
            yield f"{name}: differs from its checksums."
        return
    for manifest in sorted(wrong):
        yield f"{manifest}: its checksum of {name} is wrong, the other manifest's is right."


def _read_manifest(manifest: str, text: str) -> tuple[dict[str, str], list[str]]:
    """The digest of each file that a manifest names, and the lines that could not be read."""
    digests: dict[str, str] = {}
    faults = []
    length = hashlib.new(_algorithm(manifest)).digest_size * 2
    *lines, rest = text.split("\n")
    if rest:
        faults.append(f"{manifest}: its last line is broken off.")
    for number, line in enumerate(lines, start=1):
        read = _LINE.fullmatch(line)
        if not read or len(read["digest"]) != length or read["name"] in digests:
            faults.append(f"{manifest}: line {number} is not a checksum and a name.")
        else:
            digests[read["name"]] = read["digest"]
    return digests, faults


def _oxum_problems(prints: Mapping[str, Print], info: str | None) -> Iterator[str]:
    if info is None:
        return
    payload = [each for name, each in prints.items() if name.startswith("data/")]
    found = sum(each.size for each in payload), len(payload)
    said = _OXUM.search(info)
    if not said:
        yield "bag-info.txt: has no Payload-Oxum (bytes.files)."
    elif (int(said[1]), int(said[2])) != found:
        yield (
            f"bag-info.txt: Payload-Oxum says {int(said[1]):,} bytes in {int(said[2]):,} files,"
            f" the bag has {found[0]:,} in {found[1]:,}."
        )


def _algorithm(manifest: str) -> str:
    return manifest.rpartition("-")[2].removesuffix(".txt")
