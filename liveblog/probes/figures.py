"""The state of a process as Prometheus reads it: collected when it is asked for, kept nowhere."""

import asyncio
from collections.abc import Iterator

from prometheus_client import CollectorRegistry, ProcessCollector
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    InfoMetricFamily,
    Metric,
)
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector

from liveblog import __version__
from liveblog.realtime.state import State, current_state

CHECKS = ("log", "tasks", "feeds")


async def written_figures(accept: str) -> tuple[bytes, str]:
    """The figures of this event loop's process in a format that is accepted, and its name."""
    state = await current_state()
    # A list of the open files is among them, which takes a moment where readers are many.
    return await asyncio.to_thread(_written, state, accept)


def _written(state: State, accept: str) -> tuple[bytes, str]:
    registry = CollectorRegistry()
    registry.register(StateCollector(state))
    ProcessCollector(registry=registry)
    encode, content_type = choose_encoder(accept)
    return encode(registry), content_type


class StateCollector(Collector):
    """One state, as metrics."""

    def __init__(self, state: State) -> None:
        self._state = state

    def collect(self) -> Iterator[Metric]:
        state = self._state
        yield InfoMetricFamily("declared", "What runs.", value={"version": __version__})
        failing = GaugeMetricFamily(
            "declared_check_failing", "1 where /healthz answers 503 for it.", labels=["check"]
        )
        for check in CHECKS:
            failing.add_metric([check], check in state.faults)
        yield failing
        yield from self._feeds()
        yield GaugeMetricFamily(
            "declared_newcomers_poll",
            "1 while there is no place for more sockets, so that newcomers ask by HTTP.",
            value=state.is_full,
        )
        yield CounterMetricFamily(
            "declared_readers_sent_away", "Readers told to ask by HTTP.", value=state.sent_away
        )
        if state.connections is not None:
            yield GaugeMetricFamily(
                "declared_gate_connections",
                "Connections at the gate, readers' and others'.",
                value=state.connections,
            )
        if state.answered is not None:
            yield CounterMetricFamily(
                "declared_gate_answers",
                "Pages and polls answered at the gate.",
                value=state.answered,
            )
        yield from self._doorbell()
        yield from self._tasks()

    def _feeds(self) -> Iterator[Metric]:
        def gauge(name: str, what: str) -> GaugeMetricFamily:
            return GaugeMetricFamily(name, what, labels=["feed"])

        readers = gauge("declared_readers", "Sockets of readers.")
        head = gauge("declared_feed_head", "Offset of the newest event that is held.")
        behind = gauge("declared_feed_behind_events", "Events in the log that are not held yet.")
        late = gauge(
            "declared_feed_late_seconds", "For which something in the log has not been held."
        )
        newest = gauge(
            "declared_feed_newest_event_timestamp_seconds", "When the log's newest was written."
        )
        took = gauge("declared_feed_round_seconds", "That the latest delivery took to all readers.")
        for feed in self._state.feeds:
            readers.add_metric([feed.name], feed.readers)
            head.add_metric([feed.name], feed.head)
            behind.add_metric([feed.name], feed.behind)
            late.add_metric([feed.name], feed.late_seconds)
            took.add_metric([feed.name], feed.round_seconds)
            if feed.newest_at is not None:
                newest.add_metric([feed.name], feed.newest_at.timestamp())
        yield from (readers, head, behind, late, newest, took)

    def _doorbell(self) -> Iterator[Metric]:
        up = GaugeMetricFamily(
            "declared_doorbell_up",
            "1 while the doorbell takes rings; without it feeds look for themselves.",
            labels=["layer"],
        )
        up.add_metric([self._state.bell.lower()], not self._state.bell_fault)
        yield up
        if self._state.rung_at is not None:
            yield GaugeMetricFamily(
                "declared_doorbell_heard_timestamp_seconds",
                "When the doorbell was last heard.",
                value=self._state.rung_at.timestamp(),
            )

    def _tasks(self) -> Iterator[Metric]:
        failures = CounterMetricFamily(
            "declared_task_failures", "Failures of the hub's tasks.", labels=["task"]
        )
        stumbling = GaugeMetricFamily(
            "declared_task_stumbling_seconds",
            "For which the task has not gone well since it failed; +Inf where it is gone.",
            labels=["task"],
        )
        for task, count in self._state.failures.items():
            failures.add_metric([task], count)
            stumbling.add_metric([task], self._state.stumbling.get(task, 0.0))
        yield from (failures, stumbling)
