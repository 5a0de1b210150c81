"""A reader behind any ASGI server: one frame after the other, and no server's trouble is ours."""

import asyncio

import pytest

from liveblog.realtime import readers
from liveblog.realtime.framing import Frame
from liveblog.realtime.readers import AsgiReader


@pytest.fixture
async def held(hub, append):
    await append(3)
    return await hub.feed("count")


async def test_frames_are_sent_in_order_and_once(held):
    sent: list[dict] = []

    async def send(message: dict) -> None:
        await asyncio.sleep(0)
        sent.append(message)

    reader = AsgiReader(held, 0, send)
    reader.tell(held.hello(recovered=True))
    for _ in range(5):
        reader.serve()
        await asyncio.sleep(0)
    reader.serve()
    await asyncio.sleep(0.1)
    reader.end(1000)
    await asyncio.sleep(0.1)
    texts = [message["text"] for message in sent[:-1]]
    assert '"hello"' in texts[0]
    assert texts[1:] == [frame.text for frame in await held.frames_after(0, limit=10)]
    assert sent[-1] == {"type": "websocket.close", "code": 1000}


async def test_a_server_that_keeps_a_code_to_itself_is_given_one_of_ours(held):
    codes: list[int] = []

    async def send(message: dict) -> None:
        if message["code"] < 3000:
            raise ValueError("invalid close code")
        codes.append(message["code"])

    AsgiReader(held, 3, send).end(1013)
    await asyncio.sleep(0.05)
    assert codes == [4013]


async def test_a_server_that_takes_nothing_more_is_waited_for_and_then_closed(
    hub, held, reader, append, monkeypatch
):
    monkeypatch.setattr(readers, "STUCK_SECONDS", 0.3)
    monkeypatch.setattr(readers, "GOODBYE_SECONDS", 0.1)
    sent: list[dict] = []

    async def send(message: dict) -> None:
        sent.append(message)
        if message["type"] == "websocket.send":
            await asyncio.Event().wait()

    healthy = await reader()
    await healthy.frame()
    stuck = AsgiReader(held, 3, send)
    hub.join(stuck)
    for offset in range(4, 24):
        await append(1, size=20_000)
        assert (await healthy.frame(within=5))["offset"] == offset
        stuck.beat(Frame("{}"))
    assert len(sent) == 1, "it was sent more than it took"
    await asyncio.sleep(0.4)
    stuck.beat(Frame("{}"))
    await asyncio.sleep(0.3)
    assert sent[1:] == [{"type": "websocket.close", "code": 1013}]
    hub.leave(stuck)


async def test_a_peer_that_is_gone_is_no_error(held, caplog):
    async def send(message: dict) -> None:
        raise ConnectionError("the peer is gone")

    reader = AsgiReader(held, 0, send)
    reader.serve()
    await asyncio.sleep(0.05)
    assert reader.gone
    assert not [record for record in caplog.records if record.levelname != "DEBUG"]
