"""Fit every model that the engine uses, and give them the form of files."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from bot.base.errors import ModelError
from bot.language.tokens import Tokeniser
from bot.search.trained import RANKER_FILE, SPANS_FILE
from bot.search.training import ranker as ranker_training
from bot.search.training import spans as span_training
from bot.search.training.boosting import require_xgboost

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from bot.input.squad import Passage


FEWEST: Final = 10
"""With fewer articles there is nothing to hold back while learning."""


def fit(
    sets: Sequence[Sequence[Passage]],
    *,
    seed: int,
    progress: Callable[[str], None] = lambda _: None,
) -> dict[str, bytes]:
    """Fit the models of short answers, the ranker and its judge.

    Args:
        sets: question-answering sets, each made a base of its own.
        seed: the same sets and seed give the same files, to the byte.
        progress: is told what goes on.

    Returns:
        The content of each file, by its name: what `Trained.load` looks for in a folder.

    Raises:
        ModelError: XGBoost is not installed, or there is too little to learn from.
    """
    articles = {
        passage.title or passage.text
        for passages in sets
        for passage in passages
        if any(question.answers for question in passage.questions)
    }
    if len(articles) < FEWEST:
        raise ModelError(f"训练至少要 {FEWEST} 篇有问有答的文章，这里只有 {len(articles)} 篇")
    # Before the work of minutes that comes before the first tree.
    require_xgboost()
    spans = span_training.train(
        sets, Tokeniser(), seed=seed, progress=lambda stage: progress(f"短答案：{stage}")
    )
    ranker = ranker_training.train(
        sets, spans, seed=seed, progress=lambda stage: progress(f"排序：{stage}")
    )
    return {SPANS_FILE: _file(spans.arrays), RANKER_FILE: _file(ranker)}


def _file(arrays: Mapping[str, NDArray[Any]]) -> bytes:
    # An archive that numpy writes bears no date, so that equal arrays are equal files.
    content = io.BytesIO()
    # mypy takes the arrays' names for those of numpy's own parameters.
    np.savez_compressed(content, **arrays)  # type: ignore[arg-type]
    return content.getvalue()
