"""What was learned from data, and comes with the program as two small files."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Final

from bot.search.ranking.ranker import Ranker
from bot.search.spans.finder import SpanFinder

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

RANKER_FILE: Final = "ranker.npz"
SPANS_FILE: Final = "spans.npz"


@dataclass(frozen=True, slots=True)
class Trained:
    """The trained models of the engine."""

    ranker: Ranker
    spans: SpanFinder

    @classmethod
    def load(cls, folder: Traversable) -> Trained:
        """Read the models from a folder.

        Raises:
            ModelError: one of the files is missing, foreign or damaged.
        """
        return cls(Ranker.load(folder / RANKER_FILE), SpanFinder.load(folder / SPANS_FILE))


@functools.cache
def shipped() -> Trained:
    """Return the models that come with the program, read once."""
    return Trained.load(resources.files("bot.search") / "models")
