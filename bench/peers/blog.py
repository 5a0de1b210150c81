"""The blog that tutorials of Channels make: a group, a consumer a reader, `group_send`.

Run as `daphne blog:application` in this folder. A POST is sent to everybody who is connected.
"""

import django
from channels.generic.websocket import AsyncWebsocketConsumer
from channels.layers import get_channel_layer
from channels.routing import ProtocolTypeRouter
from django.conf import settings
from django.core.asgi import get_asgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import re_path

settings.configure(
    ROOT_URLCONF=__name__,
    SECRET_KEY="nothing is signed",
    ALLOWED_HOSTS=["*"],
    CHANNEL_LAYERS={
        "default": {
            "BACKEND": "channels.layers.InMemoryChannelLayer",
            # It drops at 100 by default, which would be quicker.
            "CONFIG": {"capacity": 100_000},
        }
    },
)
django.setup()

GROUP = "blog"


class Reader(AsyncWebsocketConsumer):
    groups = [GROUP]

    async def blog_event(self, event: dict) -> None:
        await self.send(text_data=event["text"])


async def publish(request: HttpRequest) -> HttpResponse:
    text = request.body.decode()
    await get_channel_layer().group_send(GROUP, {"type": "blog.event", "text": text})
    return HttpResponse("{}")


urlpatterns = [re_path(r"", publish)]

application = ProtocolTypeRouter({"http": get_asgi_application(), "websocket": Reader.as_asgi()})
