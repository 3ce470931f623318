from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from bot.language.tokens import Tokeniser
from bot.search.retrieval.building import build_segment
from bot.search.retrieval.files import DamagedError, read, read_header, write
from tests.search.bases import SUMMIT, ZOO, articles_of, columns

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    from bot.search.retrieval.segment import Segment

WORDS = ("轮值主席国", "\ud800")
BASES: dict[str, tuple[str | list[str], ...]] = {
    "some articles": (SUMMIT, "", ["一。二。", "三"], ZOO),
    "no article": (),
    "no sentence": ("", " \n"),
    "large enough to be mapped": (SUMMIT * 20,),
}


def _segment(*texts: str | list[str]) -> Segment:
    return build_segment(articles_of(*texts), Tokeniser(WORDS))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A segment on disk."""
    write(tmp_path / "a.segment", _segment(SUMMIT * 20), "version 1", WORDS)
    return tmp_path / "a.segment"


@pytest.mark.parametrize("base", BASES)
def test_a_segment_is_read_as_it_was_written(base: str, tmp_path: Path) -> None:
    segment = _segment(*BASES[base])
    write(tmp_path / "a.segment", segment, "version 1", WORDS)
    header = read_header(tmp_path / "a.segment")
    assert columns(read(tmp_path / "a.segment", header)) == columns(segment)
    assert (header.made_with, header.words, header.digests) == (
        "version 1",
        WORDS,
        segment.digests,
    )
    assert header.sizes == tuple(np.diff(segment.firsts).tolist())
    assert [path.name for path in tmp_path.iterdir()] == ["a.segment"]


def test_large_arrays_are_mapped_and_cannot_be_changed(folder: Path) -> None:
    rows = read(folder, read_header(folder)).characters.rows
    assert isinstance(rows.base, np.memmap)
    with pytest.raises(ValueError, match="read-only"):
        rows[0] = 1


def _flip(file: Path, place: int) -> None:
    raw = bytearray(file.read_bytes())
    raw[place] ^= 0x21
    file.write_bytes(raw)


def _shorten(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])


def _lengthen(file: Path) -> None:
    file.write_bytes(file.read_bytes() + b"\0")


def _empty(file: Path) -> None:
    file.write_bytes(b"")


def _remove(file: Path) -> None:
    file.unlink()


def _become_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def _retype(file: Path) -> None:
    np.save(file, np.load(file).astype(np.float64))


def _reshape(file: Path) -> None:
    np.save(file, np.load(file)[None])


def _pickle(file: Path) -> None:
    np.save(file, np.array([{}], dtype=object), allow_pickle=True)


DAMAGES: list[Callable[[Path], None]] = [
    _shorten, _lengthen, _empty, _remove, _become_folder, _retype, _reshape, _pickle,
]  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_to_any_array_is_found(damage: Callable[[Path], None], folder: Path) -> None:
    header = read_header(folder)
    for name in header.sums:
        copy = folder.with_name(f"{name}.segment")
        shutil.copytree(folder, copy)
        damage(copy / f"{name}.npy")
        with pytest.raises(DamagedError, match=name):
            read(copy, header)


def test_a_changed_byte_at_either_end_of_any_array_is_found(folder: Path) -> None:
    header = read_header(folder)
    for name in header.sums:
        file = folder / f"{name}.npy"
        whole = file.read_bytes()
        # The second stands in NumPy's own header, where the type does.
        for place in (0, 22, -1):
            _flip(file, place)
            with pytest.raises(DamagedError, match=name):
                read(folder, header)
            file.write_bytes(whole)
    read(folder, header)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '"a"',
        "{}",
        "\0" * 100,
        '{"made_with": "version 1"}',
        '{"made_with": "", "words": 1, "digests": [], "sizes": [], "sums": {}}',
        '{"made_with": "", "words": [], "digests": [], "sizes": ["a"], "sums": {}}',
        '{"made_with": "", "words": [], "digests": [], "sizes": [], "sums": []}',
        '{"made_with": "", "words": [], "digests": ["a"], "sizes": [], "sums": {}}',
        '{"made_with": "", "words": [], "digests": ["a"], "sizes": [Infinity], "sums": {}}',
    ],
)
def test_a_header_that_says_nothing_of_use_is_found(text: str, folder: Path) -> None:
    (folder / "header.json").write_text(text)
    with pytest.raises(DamagedError, match=r"a\.segment: header\.json"):
        read_header(folder)


def test_a_header_that_is_not_there_or_no_text_is_found(folder: Path) -> None:
    (folder / "header.json").write_bytes(b"\xff\xfe")
    with pytest.raises(DamagedError):
        read_header(folder)
    (folder / "header.json").unlink()
    with pytest.raises(DamagedError):
        read_header(folder)
    with pytest.raises(DamagedError):
        read_header(folder / "missing")


@pytest.mark.parametrize(
    "change",
    [
        {"sums": {}},
        {"sizes": [1]},
        {"digests": ["a", "b"], "sizes": [50, 50]},
    ],
)
def test_a_header_of_another_segment_is_found(change: dict[str, Any], folder: Path) -> None:
    raw = json.loads((folder / "header.json").read_text("utf-8"))
    (folder / "header.json").write_text(json.dumps(raw | change), "utf-8")
    with pytest.raises(DamagedError):
        read(folder, read_header(folder))


def test_what_is_there_already_is_left_alone(folder: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in [folder, *folder.iterdir()]}
    write(folder, _segment(ZOO), "version 2", ())
    assert {path: path.stat().st_mtime_ns for path in [folder, *folder.iterdir()]} == before
    assert list(folder.parent.iterdir()) == [folder]


def test_another_process_may_be_quicker(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = tmp_path / "late.segment"
    save = np.save

    def slowly(file: Path, array: NDArray[Any], *, allow_pickle: bool) -> None:
        save(file, array, allow_pickle=allow_pickle)
        if not late.exists():
            shutil.copytree(folder, late)

    monkeypatch.setattr("numpy.save", slowly)
    write(late, _segment(ZOO), "version 2", ())
    assert read_header(late).made_with == "version 1"
    assert sorted(tmp_path.iterdir()) == [folder, late]


@pytest.mark.parametrize("written", [0, 1, 10])
def test_what_cannot_be_written_leaves_nothing_behind(
    written: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save = np.save
    saved: list[Path] = []

    def fill_the_disk(file: Path, array: NDArray[Any], *, allow_pickle: bool) -> None:
        saved.append(file)
        if len(saved) > written:
            raise OSError(28, "No space left on device")
        save(file, array, allow_pickle=allow_pickle)

    monkeypatch.setattr("numpy.save", fill_the_disk)
    with pytest.raises(OSError, match="No space left"):
        write(tmp_path / "a.segment", _segment(ZOO), "version 1", ())
    assert list(tmp_path.iterdir()) == []
