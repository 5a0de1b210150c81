"""The door for chat tools: a slash command, as Slack and Mattermost send it, posts a line."""

import re
import uuid
from collections.abc import Collection
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from liveblog import publishing
from liveblog.api import chat, lines
from liveblog.api.access import writes
from liveblog.api.signatures import is_from_mattermost, is_from_slack
from liveblog.models import ChatHook, Entry, Membership
from liveblog.publishing import (
    Conflict,
    Doubtful,
    Refused,
    ResultFigures,
    TurnoutFigures,
)
from liveblog.publishing.wording import is_text

MOST_BYTES = 64 * 1024  # a slash command has 8,000 characters at the most
MOST_NAME = 60
_ANYWAY = re.compile(r"(anyway-[0-9a-f]{6})\s+(.*)", re.DOTALL)


@csrf_exempt  # who asks is known by a signature, and by no cookie
@require_POST
def chat_hook(request: HttpRequest, public_id: str) -> HttpResponse:
    """Post what was typed after the command; answered within the request, to the typist alone.

    401 for a hook that is not known, is revoked, or did not send this: nobody learns which. The
    `response_url` is never asked for.
    """
    if int(request.headers.get("Content-Length") or 0) > MOST_BYTES:
        return HttpResponse("That is more than a command.", status=413, content_type="text/plain")
    try:
        body = request.body
    except RequestDataTooBig:
        return HttpResponse("That is more than a command.", status=413, content_type="text/plain")
    form = QueryDict(body, encoding="utf-8").dict()
    hook = ChatHook.objects.select_related("blog", "user").filter(public_id=public_id).first()
    if hook is None or hook.revoked_at or not _is_signed(hook, request, body, form):
        return HttpResponse("Not signed.", status=401, content_type="text/plain")
    if not form.get("trigger_id"):
        return HttpResponse("No trigger_id.", status=400, content_type="text/plain")
    request.user, request.auth = hook.user, f"chat hook {hook.pk}"
    if not writes.allow_request(request):
        wait = int(writes.wait() or 0) + 1
        answer = JsonResponse(chat.ephemeral(f"Too much at once: try again in {wait} seconds."))
        answer.status_code, answer["Retry-After"] = 429, str(wait)
        return answer
    return JsonResponse(chat.ephemeral(_answer(request, hook, form)))


def _is_signed(hook: ChatHook, request: HttpRequest, body: bytes, form: dict[str, str]) -> bool:
    if hook.kind == ChatHook.Kind.SLACK:
        return is_from_slack(hook.secret, request.headers, body, now=timezone.now())
    return is_from_mattermost(hook.secret, request.headers, form)


def _answer(request: HttpRequest, hook: ChatHook, form: dict[str, str]) -> str:
    """Do what was typed, and say what became of it."""
    command = form.get("command") or "/declared"
    typed = form.get("text", "").strip()
    if typed.casefold() in {"", "help"}:
        return chat.help_text(command)
    if Membership.objects.role_of(hook.user, hook.blog) is None:
        return f"Nothing was posted: {hook.user} does not write in “{hook.blog}” any more."
    # Sent again, by the tool or by who replays it, it is the same entry.
    client_id = uuid.uuid5(uuid.NAMESPACE_URL, f"{hook.public_id} {form['trigger_id']}")
    if made := hook.blog.entries.filter(client_id=client_id).first():
        return chat.posted(made, request.build_absolute_uri(made.get_absolute_url()))
    confirmed, line = found.groups() if (found := _ANYWAY.fullmatch(typed)) else ("", typed)
    reading = lines.read(hook.blog, line)
    try:
        said = lines.entry_of(hook.blog, reading, now=timezone.now())
        deed = {"client_id": client_id, "via": f"via chat: @{_typist(form)}"}
        try:
            entry = _publish(hook, said, confirm=(), **deed)
        except Doubtful as doubtful:
            if confirmed != chat.anyway(doubtful, line):
                return chat.doubted(doubtful, line, command=command)
            entry = _publish(hook, said, confirm=doubtful.codes, **deed)
    except Refused as refusal:
        return chat.refused(refusal.errors, command=command, kind=reading["kind"])
    except Conflict as conflict:
        return f"Nothing was posted. {conflict}"
    return chat.posted(entry, request.build_absolute_uri(entry.get_absolute_url()), reading)


def _publish(
    hook: ChatHook, said: dict[str, Any], *, confirm: Collection[str], **deed: Any
) -> Entry:
    """The entry as the hook's user; a result that somebody types was heard from the stage."""
    figures: dict[str, Any] = {}
    if "result" in said:
        figures["result"] = ResultFigures(**said["result"], confirm=confirm)
        figures["provenance"] = Entry.Provenance.STAGE
    elif "turnout" in said:
        figures["turnout"] = TurnoutFigures(**said["turnout"], confirm=confirm)
    words = {name: value for name, value in said.items() if name not in lines.FIGURES}
    entry, _created = publishing.publish_entry(
        blog=hook.blog, by=hook.user, confirm=confirm, **words, **figures, **deed
    )
    return entry


def _typist(form: dict[str, str]) -> str:
    """Who typed it, by the chat tool's own name for them."""
    name = (form.get("user_name") or form.get("user_id") or "").strip()
    return name[:MOST_NAME] if name and is_text(name) else "somebody"
