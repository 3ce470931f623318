"""The figures that Prometheus collects, with their names: they are part of what users rely on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily

from bot.edge.telegram.kinds import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from prometheus_client import Metric

    from bot.edge.telegram.context import State
    from bot.journal.records import ChatKind, OutcomeKind

_ANSWER_SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
"""Answers take milliseconds; on large bases some tens of them."""
_HANDLING_SECONDS: Final = (0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0)
"""To handle an update is to answer over the network, at Telegram's pace."""


class Metrics:
    """Counts what happens; each bot has its own registry, so that two in a process do not mix."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        registry = self.registry
        ProcessCollector(registry=registry)
        self._updates = Counter(
            "wenju_updates", "Updates received from Telegram.", ["kind"], registry=registry
        )
        self._answers = Counter(
            "wenju_answers",
            "Questions by what came of them.",
            ["outcome", "chat"],
            registry=registry,
        )
        self._latency = Histogram(
            "wenju_answer_seconds",
            "How long finding an answer took.",
            buckets=_ANSWER_SECONDS,
            registry=registry,
        )
        self.handling = Histogram(
            "wenju_handling_seconds",
            "How long handling an update took, sending included and waiting left out.",
            buckets=_HANDLING_SECONDS,
            registry=registry,
        )
        self._errors = Counter(
            "wenju_errors",
            "What failed: receiving, calling, an answer not sent or in doubt, a handler.",
            ["kind"],
            registry=registry,
        )
        for kind in (
            "receiving",
            "calling",
            "unreadable",
            "unsent",
            "uncertain",
            "unwanted",
            "handler",
        ):
            self._errors.labels(kind)

    def received(self, update: object) -> None:
        """Count an update."""
        self._updates.labels(kind_of(update)).inc()

    def answered(self, outcome: OutcomeKind, chat: ChatKind, seconds: float) -> None:
        """Count what came of a question, and how long that took."""
        self._answers.labels(outcome, chat).inc()
        self._latency.observe(seconds)

    def failed(self, kind: str) -> None:
        """Count what failed, by the name of its trouble; the errors of handlers are `handler`."""
        self._errors.labels(kind).inc()

    def watch(self, state: State) -> None:
        """Tell of a running bot too, as it is at the moment when somebody asks."""
        self.registry.register(_Now(state))


class _Now:
    """Reads what is only of interest when it is collected."""

    def __init__(self, state: State) -> None:
        self._state = state

    def collect(self) -> Iterator[Metric]:
        """Give the figures of this moment."""
        state, library = self._state, self._state.library
        engine = library.engine
        if (heard_at := state.line.hearing.heard_at) is not None:
            yield GaugeMetricFamily(
                "wenju_last_successful_poll_timestamp_seconds",
                "When updates, or none, were last received from Telegram.",
                heard_at,
            )
        yield InfoMetricFamily(
            "wenju_knowledge",
            "The content that answers are taken from, as /status names it.",
            {"version": library.content},
        )
        yield GaugeMetricFamily(
            "wenju_knowledge_loaded_timestamp_seconds",
            "When the knowledge was loaded.",
            library.loaded_at.timestamp(),
        )
        yield GaugeMetricFamily(
            "wenju_knowledge_problems",
            "Problems that keep what is in the folder from being loaded.",
            state.load_problems,
        )
        yield GaugeMetricFamily("wenju_articles", "Articles known.", len(engine.knowledge.articles))
        yield GaugeMetricFamily("wenju_sentences", "Sentences known.", len(engine.sentences))
