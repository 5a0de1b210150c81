"""A folder of files, and the command that imports them."""

from datetime import date

import pytest
from django.core.management import call_command

from results.models import Election
from tests.results.importing import quayshire


@pytest.fixture
def written(tmp_path):
    """Writes a file and says where: `written("a.csv", text)`."""

    def write(name, text, encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return write


@pytest.fixture
def library(written):
    return [
        written("one.csv", quayshire.LIBRARY_CONSTITUENCIES),
        written("two.csv", quayshire.LIBRARY_CANDIDATES),
    ]


@pytest.fixture
def run(capsys):
    """`run(paths, "--declare")`: what it wrote to standard output and to standard error."""

    def run(paths, *arguments, election="quay-2024"):
        call_command("import_results", *map(str, paths), "--election", election, *arguments)
        return capsys.readouterr()

    return run


@pytest.fixture
def quay_2024(db):
    return Election(slug="quay-2024", name="Quay 2024", polling_day=date(2024, 5, 2), seats=2)
