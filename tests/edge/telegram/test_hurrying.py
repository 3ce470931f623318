from __future__ import annotations

import importlib
import platform
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from bot.edge.telegram import hurrying

if TYPE_CHECKING:
    from pathlib import Path


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


_HEAPS = """
import ctypes, sys, threading
from bot.edge.telegram.hurrying import hurry

hurry()
meet = threading.Barrier(8)

def allocate():
    kept = [bytes(100_000) for _ in range(10)]
    meet.wait()

threads = [threading.Thread(target=allocate) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
libc = ctypes.CDLL(None)
libc.fopen.restype = ctypes.c_void_p
file = libc.fopen(sys.argv[1].encode(), b"w")
libc.malloc_info(0, ctypes.c_void_p(file))
libc.fclose(ctypes.c_void_p(file))
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc has such heaps")
def test_threads_share_heaps(tmp_path: Path) -> None:
    file = tmp_path / "heaps.xml"
    subprocess.run([sys.executable, "-c", _HEAPS, str(file)], check=True)
    assert file.read_text().count("<heap nr=") <= 2
