"""The desk's addresses. Every page asks who you are; what you may do is asked in `access`."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.urls import URLPattern, path
from django.views.decorators.cache import cache_control

from liveblog.desk.answers import in_json_where_asked
from liveblog.desk.views import (
    blog,
    composer,
    count,
    device,
    drafts,
    entry,
    glance,
    hall,
    members,
    newsroom,
    pictures,
    preview,
    proposals,
    roster,
    stream,
    together,
    waiting,
)

app_name = "desk"


def page(route: str, view: Callable[..., Any], name: str) -> URLPattern:
    # Private, and yet kept by the browser: going back brings back what was typed.
    return path(route, cache_control(private=True)(login_required(view)), name=name)


def page_and_answer(route: str, view: Callable[..., Any], name: str) -> URLPattern:
    """A page to which a script may post: it is told in JSON that it is not logged in."""
    seen = in_json_where_asked(login_required(view))
    return path(route, cache_control(private=True)(seen), name=name)


urlpatterns = [
    page("", newsroom.index, "index"),
    path("worker.js", device.worker, name="worker"),
    path("token.json", device.token, name="token"),
    page("new/", newsroom.blog_new, "blog_new"),
    page("status/", stream.stream, "stream"),  # no blog may be called so
    page("status/now/", stream.stream_now, "stream_now"),
    page_and_answer("<slug:slug>/", composer.composer, "composer"),
    page("<slug:slug>/manifest.webmanifest", device.manifest, "manifest"),
    page_and_answer("<slug:slug>/roster/", roster.roster, "roster"),
    page_and_answer("<slug:slug>/preview/", preview.preview, "preview"),
    page("<slug:slug>/entries/", composer.entries, "entries"),
    page("<slug:slug>/proposals/", proposals.proposals, "proposals"),
    page("<slug:slug>/proposals/<int:pk>/confirm/", proposals.confirm, "confirm"),
    page("<slug:slug>/proposals/<int:pk>/edit/", proposals.amend, "amend"),
    page("<slug:slug>/proposals/<int:pk>/send-back/", proposals.send_back, "send_back"),
    page("<slug:slug>/proposals/<int:pk>/take-back/", proposals.withdraw, "withdraw"),
    page("<slug:slug>/settings/", blog.blog_edit, "blog_edit"),
    page("<slug:slug>/members/", members.members, "members"),
    page("<slug:slug>/members/<int:pk>/remove/", members.unseat, "unseat"),
    page("<slug:slug>/open/", blog.blog_open, "blog_open"),
    page("<slug:slug>/close/", blog.blog_close, "blog_close"),
    page("<slug:slug>/reopen/", blog.blog_reopen, "blog_reopen"),
    page("<slug:slug>/archive/", blog.blog_archive, "blog_archive"),
    page("<slug:slug>/archive/download/", blog.blog_archive_download, "blog_archive_download"),
    page("<slug:slug>/count/", count.count, "count"),
    page("<slug:slug>/count/rows/", count.count_rows, "count_rows"),
    page("<slug:slug>/count/<int:pk>/move/", count.move, "count_move"),
    page("<slug:slug>/count/<int:pk>/expect/", count.expect, "count_expect"),
    page("<slug:slug>/upcoming/", count.upcoming, "upcoming"),
    page("<slug:slug>/presence/", together.presence, "presence"),
    page("<slug:slug>/hall/", hall.hall, "hall"),
    page("<slug:slug>/hall/rows/", hall.hall_rows, "hall_rows"),
    page("<slug:slug>/hall/begin/", hall.begin, "begin_shift"),
    page("<slug:slug>/hall/<int:pk>/end/", hall.end, "end_shift"),
    page("<slug:slug>/hall/<int:pk>/heard/", hall.heard, "heard"),
    page("<slug:slug>/waiting/", waiting.wait, "wait"),
    page("<slug:slug>/waiting/<int:pk>/settle/", waiting.settle, "settle"),
    page("<slug:slug>/waiting/<int:pk>/drop/", waiting.drop, "drop"),
    page("<slug:slug>/at-a-glance/", glance.glance, "glance"),
    page("<slug:slug>/at-a-glance/preview/", glance.glance_preview, "glance_preview"),
    page("<slug:slug>/at-a-glance/publish/", glance.glance_publish, "glance_publish"),
    path("<slug:slug>/pictures/<uuid:client_id>/", pictures.upload, name="picture"),
    page("<slug:slug>/<str:public_id>/", entry.edit, "edit"),
    page("<slug:slug>/<str:public_id>/history/", entry.history, "history"),
    page("<slug:slug>/<str:public_id>/publish/", drafts.publish, "publish"),
    page("<slug:slug>/<str:public_id>/discard/", drafts.discard, "discard"),
    page("<slug:slug>/<str:public_id>/bring-back/", drafts.bring_back, "bring_back"),
    page("<slug:slug>/<str:public_id>/retract/", entry.retract, "retract"),
    page("<slug:slug>/<str:public_id>/restore/", entry.restore, "restore"),
    page("<slug:slug>/<str:public_id>/take-over/", together.take_over, "take_over"),
    page("<slug:slug>/<str:public_id>/pin/", entry.pin, "pin"),
]
