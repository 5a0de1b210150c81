import re
from pathlib import Path

import pytest

from liveblog.api import api

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "api.md"


@pytest.fixture
def document(anybody):
    return anybody.get("/api/openapi.json").json()


def described(document):
    return {
        (method.upper(), path): operation
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
    }


def test_every_endpoint_is_described(document):
    routes = {
        "/api/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(pattern.pattern))
        for pattern in api.urls[0]
    } - {"/api/", "/api/openapi.json", "/api/docs", "/api/{rest}"}
    assert {path for _, path in described(document)} == routes
    assert len(routes) == 22


def test_the_guide_names_every_status_that_the_document_does(document):
    guide = GUIDE.read_text(encoding="utf-8")
    for operation in described(document).values():
        for status in operation["responses"]:
            assert status in guide


def test_it_is_openapi_3_whose_references_hold(document):
    assert document["openapi"].startswith("3.")
    references = set(re.findall(r"'\$ref': '#/components/schemas/(\w+)'", str(document)))
    assert references
    assert references <= set(document["components"]["schemas"])
    names = [operation["operationId"] for operation in described(document).values()]
    assert len(names) == len(set(names))
    for (_, path), operation in described(document).items():
        given = {each["name"] for each in operation["parameters"] if each["in"] == "path"}
        assert given == set(re.findall(r"{(\w+)}", path))


def test_every_endpoint_has_a_summary_and_says_what_it_answers(document):
    for name, operation in described(document).items():
        assert operation["summary"], name
        good = [code for code in operation["responses"] if int(code) < 300]
        assert good, name
        for code, answer in operation["responses"].items():
            kind = "application/json" if int(code) < 400 else "application/problem+json"
            kinds = [] if code == "204" else [kind]
            assert list(answer.get("content", [])) == kinds, (name, code)


def test_writes_say_how_they_are_guarded_and_what_may_go_wrong(document):
    for (method, path), operation in described(document).items():
        if method == "GET":
            assert ("security" in operation) == path.endswith("/proposals"), path
            continue
        assert operation["security"]
        assert {"400", "401", "403", "404", "409", "413", "422", "429"} <= set(
            operation["responses"]
        )
    revise = described(document)["PATCH", "/api/blogs/{slug}/entries/{public_id}"]
    assert {"412", "428"} <= set(revise["responses"])
    assert "If-Match" in {each["name"] for each in revise["parameters"]}


def test_the_page_for_people_asks_for_nothing_from_elsewhere(anybody):
    answer = anybody.get("/api/docs")
    assert answer.status_code == 200
    page = answer.content.decode()
    assert re.findall(r"(?:src|href)=\"(?!/)[^\"]*\"", page) == []
    scripts = re.findall(r"<script([^>]*)>", page)
    assert all("src=" in each or 'type="application/json"' in each for each in scripts)
