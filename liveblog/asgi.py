"""The site as an ASGI application: pages by Django, what is ready and sockets by `realtime`."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liveblog.settings")
django_application = get_asgi_application()

# Only now is Django set up, and only then may its models be imported.
from channels.routing import ProtocolTypeRouter, URLRouter
from django.urls import re_path

from liveblog.api.ready import SUBJECTS as API_SUBJECTS
from liveblog.probes.application import ProbesApplication
from liveblog.reader.ready import SUBJECTS as READER_SUBJECTS
from liveblog.realtime.ready import ReadyAnswers, ReadyApplication, subjects_by_view
from liveblog.realtime.sockets import no_such_socket, reader_socket

ready = ReadyAnswers(django_application, subjects_by_view(READER_SUBJECTS | API_SUBJECTS))

sockets = URLRouter(
    [
        re_path(r"^ws/blogs/(?P<feed>[-\w]+)/?$", reader_socket),
        re_path(r"^ws/(?P<feed>elections/[-\w]+)/?$", reader_socket),
        re_path(r"", no_such_socket),
    ]
)

application = ProtocolTypeRouter(
    {
        "http": ReadyApplication(ProbesApplication(django_application), ready),
        "websocket": sockets,
    }
)
