from __future__ import annotations

import shutil
from importlib import resources
from typing import TYPE_CHECKING

import pytest

from bot.base.errors import ModelError
from bot.search.trained import RANKER_FILE, SPANS_FILE, Trained, shipped

if TYPE_CHECKING:
    from pathlib import Path

FILES = (RANKER_FILE, SPANS_FILE)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Copy the models that come with the program."""
    with resources.as_file(resources.files("bot.search") / "models") as models:
        for name in FILES:
            shutil.copy(models / name, tmp_path / name)
    return tmp_path


def test_the_models_that_come_along_fit_the_program_and_are_read_once() -> None:
    assert shipped() is shipped()


def test_models_are_read_from_a_folder(folder: Path) -> None:
    assert isinstance(Trained.load(folder), Trained)


@pytest.mark.parametrize("name", FILES)
def test_a_missing_model_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(ModelError, match=name):
        Trained.load(folder)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"nothing of the kind", None])
def test_a_damaged_model_is_named(folder: Path, name: str, content: bytes | None) -> None:
    file = folder / name
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2] if content is None else content)
    with pytest.raises(ModelError, match=name):
        Trained.load(folder)


def test_one_model_in_the_place_of_the_other_is_refused(folder: Path) -> None:
    shutil.copy(folder / SPANS_FILE, folder / RANKER_FILE)
    with pytest.raises(ModelError, match="不是排序模型"):
        Trained.load(folder)
