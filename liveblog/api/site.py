"""The API as one object: how bodies are read, who is asking, and what an error looks like."""

import json
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Router
from ninja.errors import (
    AuthenticationError,
    AuthorizationError,
    HttpError,
    Throttled,
    ValidationError,
)
from ninja.parser import Parser

from liveblog.api import blogs, elections, entries, pictures, proposals
from liveblog.api.access import BearerToken, NotAllowed, Session
from liveblog.pictures.conversation import Rebuff
from liveblog.publishing import Conflict, Doubtful, Fault, NotEntitled, Refused, StaleVersion
from liveblog.publishing.wording import NOT_TEXT, is_text

PROBLEM = "application/problem+json"


class StrictParser(Parser):
    """JSON in which no name appears twice, of which Python would silently keep the last, and no
    text that cannot be stored.
    """

    def parse_body(self, request: HttpRequest) -> Any:
        return json.loads(request.body, object_pairs_hook=_once, parse_constant=_no_constant)


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    seen: dict[str, Any] = {}
    for name, value in pairs:
        if name in seen:
            raise Refused.one(name, f"“{name}” is given twice.")
        texts = value if isinstance(value, list) else [value]
        if not all(is_text(text) for text in [name, *texts] if isinstance(text, str)):
            raise Refused.one(name if is_text(name) else "body", NOT_TEXT)
        seen[name] = value
    return seen


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


class Site(NinjaAPI):
    """Its document says of errors that they are problems as RFC 9457 has them."""

    def get_openapi_schema(self, **options: Any) -> Any:
        document = super().get_openapi_schema(**options)
        for path in document["paths"].values():
            for operation in path.values():
                for status, answer in operation["responses"].items():
                    if int(status) >= 400:
                        answer["content"] = {PROBLEM: answer["content"].pop("application/json")}
        return document


elsewhere = Router()


@elsewhere.api_operation(
    ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
    "/{path:rest}",
    auth=None,
    include_in_schema=False,
)
def nothing_here(request: HttpRequest, rest: str) -> None:
    """Programs are told in JSON that there is no such address."""
    raise Http404


api = Site(
    title="Declared",
    version="1",
    description="Live election-night blogs: their entries, their event log and their results.",
    urls_namespace="api",
    parser=StrictParser(),
    auth=[BearerToken(), Session()],
)
api.add_router("/blogs", blogs.router)
api.add_router("/blogs", entries.router)
api.add_router("/blogs", pictures.router)
api.add_router("/blogs", proposals.router)
api.add_router("/elections", elections.router)
api.add_router("", elsewhere)  # last: it takes whatever the others do not


def problem(
    status: int, title: str, *, faults: Sequence[dict[str, Any]] = (), **more: object
) -> HttpResponse:
    """An error as RFC 9457 has it; `errors` lists the fields."""
    content = {"type": "about:blank", "title": title, "status": status, **more}
    if faults:
        content["errors"] = list(faults)
    return HttpResponse(
        json.dumps(content, ensure_ascii=False, cls=DjangoJSONEncoder),
        status=status,
        content_type=PROBLEM,
    )


@api.exception_handler(Refused)
def _refused(_request: HttpRequest, refused: Refused) -> HttpResponse:
    faults = [_fault(fault) for fault in refused.errors]
    more = {
        "warnings": [
            {**_fault(fault), "code": fault.code, "severity": fault.severity}
            for fault in refused.remarks
        ]
    }
    title = "The entry was refused."
    if isinstance(refused, Doubtful):
        title = "Look again. To publish all the same, send the codes of the warnings as “confirm”."
    return problem(422, title, faults=faults, **(more if refused.remarks else {}))


def _fault(fault: Fault) -> dict[str, Any]:
    told: dict[str, Any] = {"field": fault.field, "message": fault.message}
    if fault.proposals:
        told["proposals"] = list(fault.proposals)
    if fault.overridable:
        told["overridable"] = True
    return told


@api.exception_handler(ValidationError)
def _invalid(_request: HttpRequest, invalid: ValidationError) -> HttpResponse:
    faults: dict[str, str] = {}
    for error in invalid.errors:
        # ("query", "limit"), or ("body", "<parameter>", "result", "votes", "lee-scott", "int"): the
        # way to the field, behind it the branch of a union that pydantic tried.
        way = error["loc"][2 if error["loc"][0] == "body" else 1 :]
        path = [str(part) for part in way if part not in {"int", "str", "float"}]
        faults.setdefault(".".join(path) or "body", error["msg"])
    listed = [{"field": field, "message": message} for field, message in faults.items()]
    return problem(422, "The request is not as the API expects it.", faults=listed)


@api.exception_handler(StaleVersion)
def _stale(_request: HttpRequest, stale: StaleVersion) -> HttpResponse:
    return problem(412, str(stale), current_version=stale.current)


@api.exception_handler(entries.StaleEntry)
def _stale_entry(_request: HttpRequest, stale: entries.StaleEntry) -> HttpResponse:
    return problem(412, str(stale), current=stale.current, yours=stale.yours, merged=stale.merged)


@api.exception_handler(NotEntitled)
def _not_entitled(_request: HttpRequest, error: NotEntitled) -> HttpResponse:
    return problem(403, str(error))


@api.exception_handler(Conflict)
def _conflict(_request: HttpRequest, conflict: Conflict) -> HttpResponse:
    return problem(409, str(conflict))


@api.exception_handler(AuthenticationError)
def _unauthenticated(_request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    response = problem(401, "Log in, or send an access token: Authorization: Bearer ….")
    response["WWW-Authenticate"] = 'Bearer realm="declared"'
    return response


@api.exception_handler(AuthorizationError)
@api.exception_handler(NotAllowed)
def _not_allowed(_request: HttpRequest, error: Exception) -> HttpResponse:
    return problem(403, str(error) or "You may not do this.")


@api.exception_handler(Http404)
def _not_found(_request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(404, str(error) or "There is nothing at this address.")


@api.exception_handler(Rebuff)
def _rebuffed(_request: HttpRequest, rebuff: Rebuff) -> HttpResponse:
    response = problem(rebuff.status, str(rebuff))
    for name, value in rebuff.headers.items():
        response[name] = value
    return response


@api.exception_handler(RequestDataTooBig)
def _too_big(_request: HttpRequest, _error: RequestDataTooBig) -> HttpResponse:
    return problem(413, "The request is too large.")


@api.exception_handler(Throttled)
def _throttled(_request: HttpRequest, error: Throttled) -> HttpResponse:
    response = problem(429, "Too many writes; wait a moment.")
    if error.wait:
        response["Retry-After"] = str(int(error.wait) + 1)
    return response


@api.exception_handler(HttpError)
def _http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    cause = error.__cause__  # ninja says “cannot parse” of whatever a parser raises
    if isinstance(cause, Refused | RequestDataTooBig):
        return api.on_exception(request, cause)
    if isinstance(cause, ValueError | RecursionError):
        return problem(400, f"The body is not JSON: {cause}.")
    return problem(error.status_code, error.message)
