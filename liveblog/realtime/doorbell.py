"""The doorbell: "there is news in this feed", and nothing more.

A ring may be lost, late or doubled; feeds look at the log by themselves as well. So it may go
through a channel layer that drops, and a layer that is down never fails a reporter's deed.
"""

import asyncio
import logging
import threading
from functools import partial

from asgiref.sync import async_to_sync
from channels.layers import BaseChannelLayer, get_channel_layer
from django.db import transaction

logger = logging.getLogger(__name__)

GROUP = "declared.feeds"
PATIENCE_SECONDS = 1  # a layer that does not answer is not to hold up the reporter


_pending = threading.local()  # what this thread's transaction will ring for: heads by feed


def ring_on_commit(name: str, head: int) -> None:
    """Ring when the transaction has committed: a ring that came first would find nothing.

    However many events it appended to a feed, it rings once.
    """
    vars(_pending)[name] = head
    transaction.on_commit(partial(_ring_pending, name))


def ring(name: str, head: int) -> None:
    """Tell every process that the feed has reached `head`. Never raises."""
    layer = get_channel_layer()
    if layer is None:
        return
    try:
        async_to_sync(_send)(layer, name, head)
    except Exception:  # the event is committed: a broken bell only delays it
        logger.warning("The doorbell is broken; feeds will look for themselves.", exc_info=True)


def _ring_pending(name: str) -> None:
    if (head := vars(_pending).pop(name, None)) is not None:
        ring(name, head)


async def _send(layer: BaseChannelLayer, name: str, head: int) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        await layer.group_send(GROUP, {"type": "feed.ring", "feed": name, "head": head})
