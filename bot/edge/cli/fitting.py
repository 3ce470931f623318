"""`wenju train`: from question-answering sets to files of models."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from bot.base.errors import ProblemsError
from bot.base.model import Problem
from bot.edge.cli.progress import Progress
from bot.input.files import reason, write_bytes
from bot.input.squad import load_squad
from bot.search.trained import RANKER_FILE, SPANS_FILE
from bot.search.training.models import fit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def fit_models(files: Sequence[Path], output: Path, seed: int) -> tuple[Path, ...]:
    """Fit every model to the sets, write them into a folder and return their paths.

    Raises:
        ProblemsError: one of the sets cannot be used, or the folder not be written to; models that
            are there already stay.
        ModelError: XGBoost is not installed.
    """
    _prepare(output)
    with Progress() as progress:
        progress.stage("正在读取问答集")
        sets = [load_squad(file) for file in files]
        models = fit(sets, seed=seed, progress=progress.stage)
    for name, content in models.items():
        try:
            write_bytes(output / name, content)
        except OSError as error:
            raise _unwritable(output / name, error) from error
    return tuple(output / name for name in models)


def _prepare(folder: Path) -> None:
    """See to it, before the work begins, that its fruit can be kept."""
    paths = [folder / name for name in (RANKER_FILE, SPANS_FILE)]
    message = "已经存在，不会覆盖；请移开它，或者用 --output 换一个文件夹"
    if in_the_way := [path for path in paths if os.path.lexists(path)]:
        raise ProblemsError([Problem(str(path), 0, 0, message) for path in in_the_way])
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(folder, error) from error


def _unwritable(path: Path, error: OSError) -> ProblemsError:
    return ProblemsError([Problem(str(path), 0, 0, f"写不进去：{reason(error)}")])
