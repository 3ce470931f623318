from __future__ import annotations

import importlib
import sys

import pytest

from bot.edge.telegram import hurrying


@pytest.fixture(autouse=True)
def _put_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "setswitchinterval", lambda _: None)


def test_what_is_missing_is_not_looked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hurrying, "_LOOKED_FOR", "no_such_module_at_all")
    looked: list[str] = []

    class Finder:
        def find_spec(self, name: str, *_: object) -> None:
            looked.append(name)

    monkeypatch.setitem(sys.modules, "no_such_module_at_all", None)
    del sys.modules["no_such_module_at_all"]
    hurrying.hurry()
    monkeypatch.setattr(sys, "meta_path", [Finder(), *sys.meta_path])

    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("no_such_module_at_all")
    assert looked == []


def test_what_is_there_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hurrying, "_LOOKED_FOR", "json")

    hurrying.hurry()

    assert importlib.import_module("json").loads("1") == 1
